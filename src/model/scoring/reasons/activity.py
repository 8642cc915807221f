"""Sentences about events: how often and how long ago, by the widest window among the signal's features."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from leadscore.model.features.signals import label_of
from leadscore.model.features.spec import Feature
from leadscore.model.scoring.language import Phrase, Wording, rounded
from leadscore.model.scoring.language.phrases import names_in
from leadscore.model.scoring.reasons.columns import Described, Facts, Subject
from leadscore.model.vocabulary import vocabulary

_SITUATIONS = ("many", "once", "none")
_ANY = "any"


def kind_of(event_type: str) -> str | None:
    """The kind of event that a name means, however it is written; None where it is not in the vocabulary.

    >>> kind_of("DemoRequest"), kind_of("Email Opened"), kind_of("A_SUBMITTED")
    ('demo_request', 'email_open', None)
    """
    return vocabulary().event_kinds.get("_".join(re.findall(r"[^\W_]+", label_of(event_type).lower())))


def sentences_of(source: str, wording: Wording) -> dict[str, Phrase]:
    """The phrases for a kind of event by number (many, once, none); empty where it has none. "" means any event."""
    kind = kind_of(source) if source else _ANY
    if kind is None:
        return {}
    return {situation: wording.phrase(f"events.{kind}_{situation}") for situation in _SITUATIONS}


KINDS = frozenset({"count", "recency", "value_sum", "distinct_days"})
"""Kinds of features that one sentence covers."""


@dataclass(frozen=True)
class ActivitySentences:
    """Writes the sentences about one kind of event, or about all events.

    Attributes:
        label: What people call it.
        wording: The phrases of the readers' language.
        sentences: By number, ``many``, ``once`` or ``none``. They are about all events ever, so they are used with a
            count over all time, or where there never was one.
        widest: The feature to describe, with its position among the signal's; None where recency is the only one.
        recency: Position of the recency (days since the last event); None where the model has none.
    """

    label: str
    wording: Wording
    sentences: Mapping[str, Phrase]
    widest: tuple[int, Feature] | None
    recency: int | None

    def describe(self, known: list[float], facts: Facts) -> Described:
        """The value and the sentence for one lead."""
        days = math.nan if self.recency is None else known[self.recency]
        ago = None if math.isnan(days) else self.wording.ago(days)
        never = self.recency is not None and ago is None
        if self.widest is None:
            return (None, self._none()) if ago is None else (round(days, 1), self._say("last", ago=ago))
        position, feature = self.widest
        amount = rounded(known[position])
        if never or (amount == 0 and feature.window_days is None and feature.kind != "value_sum"):
            return amount, self._none()
        if feature.kind == "count" and feature.window_days is None and (own := self._own(int(amount), ago)):
            return amount, own
        return amount, self._neutral(feature, amount, ago)

    def _none(self) -> str:
        own = self.sentences.get("none")
        return self.wording.fill(own) if own else self._say("none")

    def _own(self, count: int, ago: str | None) -> str | None:
        """The phrase of this kind of event, filled in; None where it has none, or the recency for it is unknown."""
        phrase = self.sentences.get("once" if count == 1 else "many")
        if phrase is None or (ago is None and "ago" in names_in(phrase)):
            return None
        return self.wording.fill(phrase, count=count, times=self.wording.times(count), ago=ago)

    def _neutral(self, feature: Feature, amount: float, ago: str | None) -> str:
        days = feature.window_days
        if feature.kind == "count" and amount == 1:
            return self._once(days, ago)
        span = self.wording.say("time.ever") if days is None else self.wording.say("time.window", count=days)
        key = "sum" if feature.kind == "value_sum" else "some" if amount else "none_in"
        text = self.wording.formats.amount(amount)
        if feature.kind == "distinct_days":
            text = self.wording.say("time.days", count=int(amount))
        return self._say(key if ago is None else f"{key}_last", amount=text, span=span, ago=ago)

    def _once(self, days: int | None, ago: str | None) -> str:
        key = "once" if days is None else "once_in"
        span = None if days is None else self.wording.say("time.window", count=days)
        return self._say(key if ago is None else f"{key}_last", span=span, ago=ago)

    def _say(self, key: str, **values: str | None) -> str:
        return self.wording.say(f"reasons.{key}", label=self.label, **values)


def activity_of(subject: Subject) -> ActivitySentences:
    """The sentences for a subject's kind of event; the same object serves every lead."""
    counts = [pair for pair in enumerate(subject.features) if pair[1].kind in KINDS - {"recency"}]
    recency = [position for position, feature in enumerate(subject.features) if feature.kind == "recency"]
    source = next(feature.source for feature in subject.features if feature.kind in KINDS)
    return ActivitySentences(
        label=subject.signal.label,
        wording=subject.wording,
        sentences=sentences_of(source, subject.wording) | dict(subject.signal.texts),
        widest=max(counts, key=lambda pair: pair[1].width) if counts else None,
        recency=recency[0] if recency else None,
    )
