"""Sentences about the columns of a lead; each lead's values come in the order of the subject's features."""

import math

from leadscore.model.features.wording import spoken
from leadscore.model.scoring.reasons.facts import Facts, Subject, Told
from leadscore.model.scoring.wording.amounts import rounded


def numeric(subject: Subject, known: list[float], facts: Facts) -> Told:
    """A number."""
    value = known[0]
    if math.isnan(value):
        return None, subject.missing()
    return rounded(value), subject.known(subject.wording.number(value))


def category(subject: Subject, known: list[float], facts: Facts) -> Told:
    """A value as it was given, and whether the model cannot tell it from other rare ones."""
    feature = subject.features[0]
    code = known[0]
    if math.isnan(code):
        return None, subject.missing()
    given = facts.given(feature.source)
    rare = code == len(feature.levels)
    return given, subject.known(spoken(str(given)), key="reasons.rare_value" if rare else "reasons.value")


def email_kind(subject: Subject, known: list[float], facts: Facts) -> Told:
    """The kind of an address, never the address."""
    code = known[0]
    if math.isnan(code):
        return None, subject.missing(key="reasons.email_missing")
    kind = subject.features[0].levels[int(code)]
    return kind, subject.known(subject.wording.say(f"reasons.email_{kind}"), key="reasons.email")


def days_since(subject: Subject, known: list[float], facts: Facts) -> Told:
    """A date, by the days since."""
    days = known[0]
    if math.isnan(days):
        return None, subject.missing()
    return round(days, 1), subject.known(subject.wording.ago(days), key="reasons.date")
