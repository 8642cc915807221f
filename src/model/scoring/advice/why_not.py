"""Why not, fit to send: what a lead that does not qualify may be told, in plain text and in HTML."""

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
from leadscore.model.scoring.explaining import KnownLeads
from leadscore.model.scoring.language import Wording
from leadscore.model.scoring.points import whole

FACTS_SHOWN = 3
"""Facts told at most, and changes, too."""


@dataclass(frozen=True)
class Declined:
    """One lead that does not qualify, and what was decided about it.

    Attributes:
        known: The lead, alone.
        points: Its whole points, one per signal.
        tell: A plain sentence about a signal, without rates and points.
        grade_of: The grade of a whole score.
        qualifying: The grades that would qualify it.
        gate: The rule that decided, if one did: then no other score would change the answer.
        alternative: What such leads are offered unless the gate offers something.
        again_on: The moment it is looked at again; None for never.
    """

    known: KnownLeads
    points: Integers
    tell: Callable[[Signal], str]
    grade_of: Callable[[int], str]
    qualifying: frozenset[str]
    gate: Gate | None = None
    alternative: str | None = None
    again_on: int | None = None


def why_not(basis: Basis, lead: Declined) -> WhyNot:
    """A respectful answer: the deciding facts that may be shared, what would change them, and what is offered instead.

    Nothing is said of a signal that is not shareable.
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
    """What decided, as far as it may be shared: of a gate what it says, else what speaks against the lead most."""
    if lead.gate is not None:
        return [lead.gate.say] if lead.gate.say else []
    against = [int(i) for i in np.argsort(lead.points, kind="stable") if lead.points[i] < 0]
    shareable = [spec.signals[i] for i in against if spec.signals[i].shareable]
    return [lead.tell(signal) for signal in shareable[:FACTS_SHOWN]]


def _changes(basis: Basis, lead: Declined) -> list[str]:
    """Single changes after which the lead would qualify, the ones that people can bring about first."""
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
    """Paragraphs and lists, empty ones left out, with what a lead or an analyst wrote made harmless."""
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
