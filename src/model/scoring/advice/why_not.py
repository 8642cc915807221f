"""A letter to a lead that does not qualify, in plain text and in HTML: reasons, changes that would help, an offer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape

import numpy as np

from leadscore.model.arrays import Integers
from leadscore.model.config import Route
from leadscore.model.features.spec import FeatureSpec, Signal
from leadscore.model.scoring.advice.alternatives import alternatives
from leadscore.model.scoring.advice.basis import Basis
from leadscore.model.scoring.contract import WhyNot
from leadscore.model.scoring.decision import Gate
from leadscore.model.scoring.language import Wording
from leadscore.model.scoring.points import KnownLeads, whole

FACTS_SHOWN = 3
"""Facts told at most, and changes, too."""


@dataclass(frozen=True)
class Declined:
    """One lead that does not qualify, and the decision about it.

    Attributes:
        known: A table of this lead only.
        points: Its whole points, one per signal; zeros where they did not decide.
        describe: The plain sentence about a signal, without rates and points.
        grade_of: The grade of a whole score.
        enough: The grades with which it would be contacted; empty where its score did not decide.
        route: Where it goes, which the opening follows: a lead that is nurtured is not refused.
        gate: The gate that decided; then no other score would change the decision. None where no gate decided.
        alternative: The offer to a lead that does not qualify, where the gate has none of its own.
        again_on: When the lead is looked at again; None for never.
    """

    known: KnownLeads
    points: Integers
    describe: Callable[[Signal], str]
    grade_of: Callable[[int], str]
    enough: frozenset[str]
    route: Route
    gate: Gate | None = None
    alternative: str | None = None
    again_on: int | None = None


def why_not(basis: Basis, lead: Declined) -> WhyNot:
    """The letter: the deciding facts that may be shared, what would change the decision, and what is offered instead.

    A signal that is not shareable is not mentioned. Facts are named only where the shareable ones carry at least half
    of what speaks against the lead: a letter that names the lesser half would mislead.
    """
    say = basis.wording.say
    share = None if lead.gate else _shared(basis.spec, lead.points)
    facts, changes = _facts(basis.spec, lead, share), _changes(basis, lead)
    again = "" if lead.again_on is None else say("why_not.again", date=basis.wording.formats.date(lead.again_on))
    alternative = (lead.gate.alternative if lead.gate else None) or lead.alternative or ""
    listed = _listed(say("why_not.facts"), facts)
    outlook = _listed(say("why_not.steps"), changes) or [again]
    closing = say("why_not.closing") if facts else ""
    letter = _letter([say(f"why_not.opening_{lead.route}"), *listed, *outlook, alternative, closing])
    if facts or share is None:
        return letter
    return replace(letter, note=say("why_not.note", share=basis.wording.share(share)))


_HALF = 0.5


def _shared(spec: FeatureSpec, points: Integers) -> float | None:
    """Share of what speaks against the lead that is of shareable signals; None where nothing speaks against it."""
    against = np.minimum(points, 0)
    shareable = np.array([signal.shareable for signal in spec.signals])
    return float(against[shareable].sum() / against.sum()) if against.any() else None


def _facts(spec: FeatureSpec, lead: Declined, share: float | None) -> list[str]:
    """The facts that decided and may be shared: the gate's text, else the signals with the most negative points."""
    if lead.gate is not None:
        return [lead.gate.say] if lead.gate.say else []
    if share is None or share < _HALF:
        return []
    order = [int(i) for i in np.argsort(lead.points, kind="stable") if lead.points[i] < 0 and spec.signals[i].shareable]
    carried = np.cumsum(lead.points[order]) / np.minimum(lead.points, 0).sum()
    half = 1 + int(np.searchsorted(carried, _HALF))  # so many carry half, which may be more than are shown otherwise
    return [lead.describe(spec.signals[i]) for i in order[: max(FACTS_SHOWN, half)]]


def _changes(basis: Basis, lead: Declined) -> list[str]:
    """Single changes that the lead can truly bring about and after which it would be contacted."""
    if lead.gate is not None or not lead.enough:
        return []
    found: list[str] = []
    for instead in alternatives(basis, lead.known, lambda signal: signal.shareable and signal.by_lead):
        scores = whole(instead.scores[0]).tolist()
        enough = np.isfinite(instead.scores[0]) & [lead.grade_of(score) in lead.enough for score in scores]
        if enough.any():
            value = None if instead.values is None else instead.values[instead.nearest(0, enough)]
            found.append(_change(instead.signal.label, value, basis.wording))
    return found[:FACTS_SHOWN]


def _change(label: str, value: str | None, wording: Wording) -> str:
    if value is None:
        return wording.say("why_not.event", label=label)
    return wording.say("why_not.column", label=label, value=value)


Block = str | list[str]


def _listed(heading: str, items: list[str]) -> list[Block]:
    return [heading, items] if items else []


def _letter(blocks: Sequence[Block]) -> WhyNot:
    """The letter of these paragraphs and lists without the empty ones; text from leads and analysts is escaped."""
    text, html = [], []
    for block in blocks:
        if isinstance(block, list):
            items = [_on_one_line(item) for item in block]
            text.append("\n".join(f"- {item}" for item in items))
            html.append("<ul>\n" + "\n".join(f"<li>{escape(item)}</li>" for item in items) + "\n</ul>")
        elif block:
            paragraph = _on_one_line(block)
            text.append(paragraph)
            html.append(f"<p>{escape(paragraph)}</p>")
    return WhyNot("\n\n".join(text) + "\n", "\n".join(html) + "\n")


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
