"""Sentences about the facts behind a signal: columns, arrival, first and last events, and what a lead did."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from leadscore.model.arrays import Floats
from leadscore.model.features.leads import LeadTable
from leadscore.model.features.signals import label_of, spoken
from leadscore.model.features.spec import TYPE, Feature, Signal
from leadscore.model.scoring.contract import Value
from leadscore.model.scoring.language import Phrase, Wording, rounded
from leadscore.model.scoring.language.phrases import names_in
from leadscore.model.vocabulary import vocabulary

Described = tuple[Value, str]
"""A signal's value, None where nobody knows it, and a sentence about it."""


@dataclass(frozen=True)
class Facts:
    """The values of one lead: feature values, and columns as the source gave them.

    Attributes:
        row: The lead's row of the feature matrix.
        leads: The leads' columns, for values as they were given.
        position: The lead's position among them.
    """

    row: Floats
    leads: LeadTable
    position: int

    def given(self, column: str) -> Value:
        """The value as the lead's source gave it."""
        value: Value = self.leads.columns[column][self.position]
        return value


_WORDS_OF_A_SENTENCE = 4
_WITHOUT_A_COLON = frozenset(
    {"reasons.value", "reasons.rare_value", "reasons.new_value", "reasons.missing", "reasons.date"}
)


@dataclass(frozen=True)
class Subject:
    """A signal with what its sentences need, the same for every lead.

    Attributes:
        signal: The signal, with its label and the sentences in the configuration.
        features: Its features in the model; never empty.
        wording: The phrases of the readers' language.
    """

    signal: Signal
    features: tuple[Feature, ...]
    wording: Wording

    def known(self, value: str, *, key: str = "reasons.value") -> str:
        """The sentence about a known value: the configured one, else the phrase ``key``."""
        own = self.signal.texts.get("known")
        return own.format(value=value) if own else self._say(key, value=value)

    def missing(self, *, key: str = "reasons.missing") -> str:
        """The sentence about a missing value."""
        return self.signal.texts.get("missing") or self._say(key)

    def _say(self, key: str, **values: str) -> str:
        """The phrase; about a label that reads like a question or a sentence, the one with a colon."""
        label = self.signal.label
        like_a_sentence = label.endswith("?") or len(label.split()) >= _WORDS_OF_A_SENTENCE
        if like_a_sentence and key in _WITHOUT_A_COLON and "{label}:" not in str(self.wording.phrase(key)):
            return self.wording.say(f"{key}_colon", label=label.rstrip(" ?"), **values)
        return self.wording.say(key, label=label, **values)


Describe = Callable[[list[float], Facts], Described]
"""Tells of one lead, from the values of the subject's features in their order."""


def numeric(subject: Subject, known: list[float], facts: Facts) -> Described:
    """The sentence about a number."""
    value = known[0]
    if math.isnan(value):
        return None, subject.missing()
    return rounded(value), subject.known(subject.wording.formats.amount(value))


def category(subject: Subject, known: list[float], facts: Facts) -> Described:
    """The sentence about a category as the source gave it, and whether the value is rare or new to the model."""
    feature = subject.features[0]
    code = known[0]
    if math.isnan(code):
        return None, subject.missing()
    given = facts.given(feature.source)
    rare = code >= len(feature.levels)
    key = "new_value" if feature.is_new_code(code) else "rare_value" if rare else "value"
    return given, subject.known(spoken(str(given)), key=f"reasons.{key}")


def email_kind(subject: Subject, known: list[float], facts: Facts) -> Described:
    """The sentence about the kind of an e-mail address, never with the address."""
    code = known[0]
    if math.isnan(code):
        return None, subject.missing(key="reasons.email_missing")
    kind = subject.features[0].levels[int(code)]
    return kind, subject.known(subject.wording.say(f"reasons.email_{kind}"), key="reasons.email")


def days_since(subject: Subject, known: list[float], facts: Facts) -> Described:
    """The sentence about a date, by the days since."""
    days = known[0]
    if math.isnan(days):
        return None, subject.missing()
    return round(days, 1), subject.known(subject.wording.ago(days), key="reasons.date")


def age(subject: Subject, known: list[float], facts: Facts) -> Described:
    """The sentence about the age of the lead."""
    days = known[0]
    if math.isnan(days):
        return None, subject.missing()
    return round(days, 1), subject.wording.say("reasons.age", ago=subject.wording.ago(days))


def calendar(subject: Subject, known: list[float], facts: Facts) -> Described:
    """The sentence about the arrival: hour, weekday, day and month, as far as they are features."""
    parts = [
        _PARTS[feature.kind](subject.wording, int(value))
        for feature, value in zip(subject.features, known, strict=True)
        if not math.isnan(value)
    ]
    if not parts:
        return None, subject.wording.say("reasons.arrival_missing")
    when = ", ".join(parts)
    return when, subject.wording.say("reasons.arrival", when=when)


_PARTS: dict[str, Callable[[Wording, int], str]] = {
    "hour": lambda wording, hour: wording.say("reasons.arrival_hour", hour=hour),
    "weekday": lambda wording, day: wording.say("reasons.arrival_weekday", weekday=wording.formats.weekdays[day]),
    "day_of_month": lambda wording, day: wording.say("reasons.arrival_day_of_month", day=day),
    "month": lambda wording, month: wording.say("reasons.arrival_month", month=wording.formats.months[month - 1]),
}


def first_or_last(subject: Subject, known: list[float], facts: Facts) -> Described:
    """The sentence about the first or last kind of event, or value of an attribute."""
    feature, code, label, wording = subject.features[0], known[0], subject.signal.label, subject.wording
    if math.isnan(code):
        return None, wording.say("reasons.none", label=label)
    if code >= len(feature.levels):
        value = shown = wording.say("reasons.other")
    elif feature.source == TYPE:
        value = shown = label_of(feature.levels[int(code)])
    else:
        value = feature.levels[int(code)]
        shown = spoken(value)
    return value, wording.say("reasons.first_or_last", label=label, value=shown)


def distinct(subject: Subject, known: list[float], facts: Facts) -> Described:
    """The sentence about the number of distinct values of an attribute."""
    count = rounded(known[0])
    text = subject.wording.say(
        "reasons.distinct", label=subject.signal.label, count=subject.wording.formats.amount(count)
    )
    return count, text


def trend(subject: Subject, known: list[float], facts: Facts) -> Described:
    """The sentence about more or fewer events than before, by the widest window."""
    days, change, wording = subject.features[-1].window_days or 0, int(known[-1]), subject.wording
    direction = "same" if change == 0 else "more" if change > 0 else "fewer"
    return change, wording.say(
        f"reasons.trend_{direction}",
        label=subject.signal.label,
        span=wording.say("time.window", count=days),
        before=wording.say("time.before", count=days),
        count=abs(change),
    )


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
