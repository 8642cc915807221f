"""A letter to a lead that does not qualify, in plain text and in HTML: reasons, changes that would help, an offer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from leadscore.model.arrays import Integers
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
        points: Its whole points, one per signal.
        describe: The plain sentence about a signal, without rates and points.
        grade_of: The grade of a whole score.
        qualifying: The grades that would qualify it.
        gate: The gate that decided; then no other score would change the decision. None where no gate decided.
        alternative: The offer to a lead that does not qualify, where the gate has none of its own.
        again_on: When the lead is looked at again; None for never.
    """

    known: KnownLeads
    points: Integers
    describe: Callable[[Signal], str]
    grade_of: Callable[[int], str]
    qualifying: frozenset[str]
    gate: Gate | None = None
    alternative: str | None = None
    again_on: int | None = None


def why_not(basis: Basis, lead: Declined) -> WhyNot:
    """The letter: the deciding facts that may be shared, what would change the decision, and what is offered instead.

    A signal that is not shareable is not mentioned.
    """
    say = basis.wording.say
    facts, changes = _facts(basis.spec, lead), _changes(basis, lead)
    again = "" if lead.again_on is None else say("why_not.again", date=basis.wording.formats.date(lead.again_on))
    alternative = (lead.gate.alternative if lead.gate else None) or lead.alternative or ""
    listed = _listed(say("why_not.facts"), facts)
    outlook = _listed(say("why_not.changes"), changes) or [again]
    opening = say("why_not.opening" if lead.again_on is None else "why_not.opening_later")
    return _letter([opening, *listed, *outlook, alternative, say("why_not.closing")])


def _facts(spec: FeatureSpec, lead: Declined) -> list[str]:
    """The facts that decided and may be shared: the gate's text, else the signals with the most negative points."""
    if lead.gate is not None:
        return [lead.gate.say] if lead.gate.say else []
    negative = [int(i) for i in np.argsort(lead.points, kind="stable") if lead.points[i] < 0]
    shareable = [spec.signals[i] for i in negative if spec.signals[i].shareable]
    return [lead.describe(signal) for signal in shareable[:FACTS_SHOWN]]


def _changes(basis: Basis, lead: Declined) -> list[str]:
    """Single changes after which the lead would qualify; actionable ones first."""
    if lead.gate is not None:
        return []
    found: list[tuple[bool, str]] = []
    for instead in alternatives(basis, lead.known, lambda signal: signal.shareable):
        scores = whole(instead.scores[0]).tolist()
        enough = np.isfinite(instead.scores[0]) & [lead.grade_of(score) in lead.qualifying for score in scores]
        if enough.any():
            value = None if instead.values is None else instead.values[instead.nearest(0, enough)]
            found.append((not instead.signal.actionable, _change(instead.signal.label, value, basis.wording)))
    return [text for _, text in sorted(found, key=lambda change: change[0])[:FACTS_SHOWN]]


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
