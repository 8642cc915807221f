"""Sentences about what a lead did first and last, how varied it was, and whether it became more."""

import math

from leadscore.model.features.spec import TYPE
from leadscore.model.features.wording import label_of, spoken
from leadscore.model.scoring.reasons.facts import Facts, Subject, Told
from leadscore.model.scoring.wording.amounts import rounded


def edge(subject: Subject, known: list[float], facts: Facts) -> Told:
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


def distinct(subject: Subject, known: list[float], facts: Facts) -> Told:
    """How many values of an attribute there were."""
    count = rounded(known[0])
    text = subject.wording.say("reasons.distinct", label=subject.signal.label, count=subject.wording.number(count))
    return count, text


def trend(subject: Subject, known: list[float], facts: Facts) -> Told:
    """More or fewer events than before, by the widest window."""
    days, change, wording = subject.features[-1].window_days or 0, int(known[-1]), subject.wording
    direction = "same" if change == 0 else "more" if change > 0 else "fewer"
    return change, wording.say(
        f"reasons.trend_{direction}",
        label=subject.signal.label,
        span=wording.counted("time.window", days),
        before=wording.counted("time.before", days),
        count=wording.count(abs(change)),
    )
