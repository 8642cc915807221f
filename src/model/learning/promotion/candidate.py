"""One side of a comparison: a version with its twin, and what it predicts from the tables at hand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from leadscore.model.arrays import Floats
from leadscore.model.data.tables.tables import Tables
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contributions.additive import sigmoid

_KIND_OF_ARRAY = {"numeric": "f", "date": "i", "category": "O", "email": "O"}


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
    def card(self) -> Mapping[str, Any]:
        """The card of the shipped bundle."""
        return self.shipped.card


def predict(bundle: Bundle, tables: Tables, snapshots: Snapshots, *, hidden: Collection[str] = ()) -> Floats:
    """The probability of each snapshot by a bundle that may have been made for other tables.

    A column that is hidden, gone, or of another role by now counts as unknown.
    """
    unknown = unknown_columns(bundle.spec, tables.leads, hidden=hidden)
    columns = {name: values for name, values in tables.leads.columns.items() if name not in unknown}
    leads = replace(tables.leads, columns=columns)
    return sigmoid(bundle.model.log_odds(feature_matrix(bundle.spec, leads, tables.events, snapshots)))


def unknown_columns(spec: FeatureSpec, leads: LeadTable, *, hidden: Collection[str] = ()) -> list[str]:
    """The columns that a model learned from and that these leads cannot, or must not, give to it."""
    return [
        column.name
        for column in spec.columns
        if column.learned
        and (
            column.name in hidden
            or column.name not in leads.columns
            or leads.columns[column.name].dtype.kind != _KIND_OF_ARRAY[column.role]
        )
    ]
