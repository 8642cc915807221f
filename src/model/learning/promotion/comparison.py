"""Champion against challenger: what each predicts, on leads that neither was trained on."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from leadscore.model.arrays import Floats
from leadscore.model.card import Card
from leadscore.model.card.verdict import ChampionComparison
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.data.tables.tables import Tables
from leadscore.model.features.leads import Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.features.unknown_columns import known_to, unknown_columns
from leadscore.model.learning.evaluation import EvaluationSet, Interval, log_loss_difference
from leadscore.model.learning.promotion.champion_tables import ChampionTables
from leadscore.model.learning.splitting import MIN_LEADS_PER_CLASS, unseen_by_model, unseen_by_twin
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contributions.additive import sigmoid
from leadscore.model.scoring.language import Wording


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


@dataclass(frozen=True)
class CommonLeads:
    """The leads and the bundle of the champion that a comparison uses.

    Attributes:
        basis: Which bundle of the champion is evaluated: shipped or twin.
        champion: That bundle.
        unseen: The snapshots of leads outside its training, and outside that of the challenger's twin.
    """

    basis: Literal["shipped", "twin"]
    champion: Bundle
    unseen: LabelledSnapshots

    @property
    def n_leads(self) -> int:
        """Number of leads."""
        return len(np.unique(self.unseen.snapshots.lead))

    @property
    def n_converted(self) -> int:
        """Number of leads that converted."""
        return self.unseen.leads_of_class(converted=True)

    @property
    def n_other(self) -> int:
        """Number of leads that did not, at one look at least."""
        return self.unseen.leads_of_class(converted=False)

    @property
    def enough(self) -> bool:
        """Whether there are enough leads of either class to evaluate on."""
        return min(self.n_converted, self.n_other) >= MIN_LEADS_PER_CLASS


def compare(
    challenger: Candidate,
    champion: Candidate,
    matured: LabelledSnapshots,
    tables: Tables,
    *,
    margin: float,
    seed: int,
    wording: Wording,
    champion_tables: ChampionTables | None = None,
) -> ChampionComparison:
    """Compare the challenger's twin with the champion on every matured lead that neither was trained on.

    The champion is evaluated by what it ships where enough leads are outside its training, else by its twin, and with
    every column that it reads. What is a leak by now is hidden from it as well: a leak looks good on leads that have
    ended, and is empty on those that are still to be scored.

    Args:
        challenger: The model just trained, with its twin; its card holds ``question``, ``split`` and ``leaks``.
        champion: The model that scores leads now.
        matured: All matured snapshots of the tables.
        tables: What the challenger learned from.
        margin: By how much the challenger's log loss may be higher, at the upper 95 % bound.
        seed: Of the bootstrap over leads.
        wording: What the result is said in.
        champion_tables: The same leads with columns that the champion alone reads; None where there are none.

    Returns:
        The ``champion`` part of the challenger's card.
    """
    if challenger.card.question != champion.card.question:
        return _comparison(champion, margin, wording.say("comparison.other_question"))
    if challenger.twin is None:
        return _comparison(champion, margin, wording.say("comparison.no_twin", missing=challenger.twin_missing))
    choices = list(_common_leads(challenger, champion, matured, tables))
    common = next((common for common in choices if common.enough), None)
    if common is None:
        return _comparison(champion, margin, _too_few(choices[-1], champion, wording), choices[-1])
    theirs = champion_tables or ChampionTables(tables, ())
    hidden = [*(leak.name for leak in challenger.card.leaks or () if leak.excluded), *theirs.leaks]
    mine = predict(challenger.twin, tables, common.unseen.snapshots)
    baseline = predict(common.champion, theirs.tables, common.unseen.snapshots, hidden=hidden)
    difference = log_loss_difference(EvaluationSet.of(common.unseen), mine, baseline, seed=seed)
    why = _decided(common, champion, difference, margin, wording)
    if more := [name for name in theirs.added if name not in hidden]:
        why += " " + wording.say("comparison.judged_with", columns=", ".join(more))
    if unknown := unknown_columns(common.champion.spec, theirs.tables.leads, hidden=hidden):
        why += " " + wording.say("comparison.judged_without", columns=", ".join(unknown))
    return replace(
        _comparison(champion, margin, why, common),
        difference=difference.estimate(),
        better=difference.high <= margin,
    )


def _common_leads(
    challenger: Candidate, champion: Candidate, matured: LabelledSnapshots, tables: Tables
) -> Iterator[CommonLeads]:
    fresh = unseen_by_twin(challenger.card.split, matured, tables.leads)
    shipped = fresh & unseen_by_model(champion.card, matured, tables.leads)
    yield CommonLeads("shipped", champion.shipped, matured.take(shipped))
    if champion.twin is not None:
        twin = fresh & unseen_by_twin(champion.card.split, matured, tables.leads)
        yield CommonLeads("twin", champion.twin, matured.take(twin))


def _comparison(champion: Candidate, margin: float, why: str, common: CommonLeads | None = None) -> ChampionComparison:
    return ChampionComparison(
        version=champion.version,
        sha256=champion.shipped.sha256,
        basis=None if common is None else common.basis,
        leads=0 if common is None else common.n_leads,
        converted_leads=0 if common is None else common.n_converted,
        margin=margin,
        better=False,
        why=why,
    )


def _too_few(common: CommonLeads, champion: Candidate, wording: Wording) -> str:
    text = wording.say(
        "comparison.too_few",
        converted=common.n_converted,
        other=common.n_other,
        version=champion.version,
        needed=MIN_LEADS_PER_CLASS,
    )
    if champion.twin is None:
        text += " " + wording.say("comparison.no_champion_twin", missing=champion.twin_missing)
    return text


def _decided(common: CommonLeads, champion: Candidate, difference: Interval, margin: float, wording: Wording) -> str:
    value, low, high = (
        wording.formats.number(part, 4, signed=True) for part in (difference.value, difference.low, difference.high)
    )
    return wording.say(
        f"comparison.decided_{common.basis}",
        leads=common.n_leads,
        converted=common.n_converted,
        version=champion.version,
        value=value,
        low=low,
        high=high,
        meaning=wording.say(f"comparison.{_meaning(difference, margin)}", margin=wording.formats.amount(margin)),
    )


def _meaning(difference: Interval, margin: float) -> str:
    """Name of the text that says what a difference means."""
    if difference.high < 0:
        return "better"
    if difference.high <= margin:
        return "no_worse"
    return "worse" if difference.low > margin else "perhaps_worse"
