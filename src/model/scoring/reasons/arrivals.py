"""Sentences about when a lead came in."""

import math
from collections.abc import Callable

from leadscore.model.scoring.reasons.facts import Facts, Subject, Told
from leadscore.model.scoring.wording import Wording


def age(subject: Subject, known: list[float], facts: Facts) -> Told:
    """How long ago it came in."""
    days = known[0]
    if math.isnan(days):
        return None, subject.missing()
    return round(days, 1), subject.wording.say("reasons.age", ago=subject.wording.ago(days))


def calendar(subject: Subject, known: list[float], facts: Facts) -> Told:
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
    "weekday": lambda wording, day: wording.say("reasons.arrival_weekday", weekday=wording.weekdays[day]),
    "day_of_month": lambda wording, day: wording.say("reasons.arrival_day_of_month", day=day),
    "month": lambda wording, month: wording.say("reasons.arrival_month", month=wording.months[month - 1]),
}
