"""Sentences about a lead's columns, about when it came in, and about its first and last events."""

import math
from collections.abc import Callable

from leadscore.model.features.signals import label_of, spoken
from leadscore.model.features.spec import TYPE
from leadscore.model.scoring.language import Wording, rounded
from leadscore.model.scoring.reasons.facts import Described, Facts, Subject


def numeric(subject: Subject, known: list[float], facts: Facts) -> Described:
    """A number."""
    value = known[0]
    if math.isnan(value):
        return None, subject.missing()
    return rounded(value), subject.known(subject.wording.formats.amount(value))


def category(subject: Subject, known: list[float], facts: Facts) -> Described:
    """A value as it was given, and whether the model cannot tell it from other rare ones."""
    feature = subject.features[0]
    code = known[0]
    if math.isnan(code):
        return None, subject.missing()
    given = facts.given(feature.source)
    rare = code == len(feature.levels)
    return given, subject.known(spoken(str(given)), key="reasons.rare_value" if rare else "reasons.value")


def email_kind(subject: Subject, known: list[float], facts: Facts) -> Described:
    """The kind of an address, never the address."""
    code = known[0]
    if math.isnan(code):
        return None, subject.missing(key="reasons.email_missing")
    kind = subject.features[0].levels[int(code)]
    return kind, subject.known(subject.wording.say(f"reasons.email_{kind}"), key="reasons.email")


def days_since(subject: Subject, known: list[float], facts: Facts) -> Described:
    """A date, by the days since."""
    days = known[0]
    if math.isnan(days):
        return None, subject.missing()
    return round(days, 1), subject.known(subject.wording.ago(days), key="reasons.date")


def age(subject: Subject, known: list[float], facts: Facts) -> Described:
    """How long ago it came in."""
    days = known[0]
    if math.isnan(days):
        return None, subject.missing()
    return round(days, 1), subject.wording.say("reasons.age", ago=subject.wording.ago(days))


def calendar(subject: Subject, known: list[float], facts: Facts) -> Described:
    """Hour, weekday, day and month, as far as the model looks at them."""
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
    """The first or last kind of event, or value of an attribute."""
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
    """How many values of an attribute there were."""
    count = rounded(known[0])
    text = subject.wording.say(
        "reasons.distinct", label=subject.signal.label, count=subject.wording.formats.amount(count)
    )
    return count, text


def trend(subject: Subject, known: list[float], facts: Facts) -> Described:
    """More or fewer events than before, by the widest window."""
    days, change, wording = subject.features[-1].window_days or 0, int(known[-1]), subject.wording
    direction = "same" if change == 0 else "more" if change > 0 else "fewer"
    return change, wording.say(
        f"reasons.trend_{direction}",
        label=subject.signal.label,
        span=wording.say("time.window", count=days),
        before=wording.say("time.before", count=days),
        count=abs(change),
    )
