"""One side of a comparison: a version with its twin, and what it predicts from the tables at hand."""

from collections.abc import Collection
from dataclasses import dataclass

from leadscore.model.arrays import Floats
from leadscore.model.card import Card
from leadscore.model.data.tables.tables import Tables
from leadscore.model.features.leads import Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.features.unknown_columns import known_to
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contributions.additive import sigmoid


@dataclass(frozen=True)
class Candidate:
    """A model that is to become, or to stay, the champion.

    Attributes:
        version: Its number; empty before it is registered.
        shipped: What scores leads, with the card.
        twin: The same recipe learned before the evaluation slice; None where it cannot be had.
        twin_missing: Why it cannot, without a full stop.
    """

    version: str
    shipped: Bundle
    twin: Bundle | None = None
    twin_missing: str = ""

    @property
    def card(self) -> Card:
        """The card of the shipped bundle."""
        return self.shipped.card


def predict(bundle: Bundle, tables: Tables, snapshots: Snapshots, *, hidden: Collection[str] = ()) -> Floats:
    """The probability of each snapshot by a bundle that may have been made for other tables.

    A column that is hidden, gone, or of another role by now counts as unknown.
    """
    leads = known_to(bundle.spec, tables.leads, hidden=hidden)
    return sigmoid(bundle.model.log_odds(feature_matrix(bundle.spec, leads, tables.events, snapshots)))
