"""The value and the sentence of a reason, for each kind of feature."""

from typing import Any

import numpy as np
import pytest

from leadscore.model.features.leads import LeadTable
from leadscore.model.features.spec import Feature, FeatureSpec, Signal
from leadscore.model.scoring.reasons import Facts, Phrases

NAN = float("nan")


def said(
    label: str, *known: tuple[str, str, int | None, float], levels: tuple[str, ...] = (), given: Any = None
) -> Any:
    """Value and sentence about a signal whose features are (kind, source, window, value)."""
    features = tuple(
        Feature(f"f{i}", "s", kind, source, days, levels)  # type: ignore[arg-type]
        for i, (kind, source, days, _) in enumerate(known)
    )
    spec = FeatureSpec((), (Signal("s", label, "fit"),), features, dated=True)
    column = np.empty(1, dtype=object)
    column[:] = [given]
    facts = Facts(np.array([value for *_, value in known]), LeadTable(("1",), {"c": column}), 0)
    return Phrases(spec).say(spec.signals[0], facts)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (5.0, (5, "Budget is 5")),
        (0.123456, (0.1235, "Budget is 0.1235")),
        (12345.67, (12346, "Budget is 12,346")),
        (-1234.5, (-1234, "Budget is −1234")),
        (1e300, (1e300, "Budget is 1e+300")),
        (NAN, (None, "Budget is not known")),
    ],
)
def test_numbers(value: float, told: tuple[Any, str]) -> None:
    assert said("Budget", ("numeric", "c", None, value)) == told


@pytest.mark.parametrize(
    ("code", "given", "told"),
    [
        (0.0, "Web", ("Web", "Source is Web")),
        (1.0, "Pigeon", ("Pigeon", "Source is Pigeon, which is rare")),
        (NAN, None, (None, "Source is not known")),
        (NAN, "Web", (None, "Source is not known")),
    ],
)
def test_categories(code: float, given: str | None, told: tuple[Any, str]) -> None:
    assert said("Source", ("category", "c", None, code), levels=("Web",), given=given) == told


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (0.0, ("company", "The e-mail address is a company's own")),
        (1.0, ("disposable", "The e-mail address is a disposable one")),
        (2.0, ("free", "The e-mail address is one of a free provider")),
        (NAN, (None, "No usable e-mail address")),
    ],
)
def test_addresses_are_told_by_their_kind_alone(code: float, told: tuple[Any, str]) -> None:
    levels = ("company", "disposable", "free")
    assert said("E-mail", ("email_kind", "c", None, code), levels=levels, given="ann@acme.io") == told


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ([("count", 9, 2), ("count", None, 5), ("recency", None, 3)], (5, "Demos: 5 in all, the last one 3 days ago")),
        ([("count", 1, 1.0)], (1, "Demos: once in the last day")),
        ([("count", 7, 0.0), ("recency", None, 20.0)], (0, "Demos: none in the last 7 days, the last one 20 days ago")),
        ([("count", None, 0.0), ("recency", None, NAN)], (0, "Demos: none so far")),
        ([("recency", None, NAN)], (None, "Demos: none so far")),
        ([("recency", None, 0.1)], (0.1, "Demos: the last one today")),
        ([("value_sum", 30, 12.5)], (12.5, "Demos: values of 12.5 in the last 30 days")),
        ([("value_sum", None, 0.0), ("recency", None, 1.4)], (0, "Demos: values of 0 in all, the last one 1 day ago")),
        ([("distinct_days", 30, 3.0), ("trend", 7, 1.0)], (3, "Demos: 3 days in the last 30 days")),
        ([("distinct_days", None, 1.0)], (1, "Demos: 1 day in all")),
        ([("trend", 7, 2.0)], (2, "Demos: in the last 7 days 2 more than in the 7 days before")),
        ([("trend", 7, 2.0), ("trend", 9, -3.0)], (-3, "Demos: in the last 9 days 3 fewer than in the 9 days before")),
        ([("trend", 7, 0.0)], (0, "Demos: in the last 7 days as much as in the 7 days before")),
        ([("distinct", None, 4.0)], (4, "Demos: 4")),
    ],
)  # fmt: skip
def test_events(known: list[tuple[str, int | None, float]], told: tuple[Any, str]) -> None:
    assert said("Demos", *((kind, "demo", days, value) for kind, days, value in known)) == told


@pytest.mark.parametrize(
    ("source", "code", "told"),
    [
        ("type", 0.0, ("Demo request", "Last: Demo request")),
        ("page", 0.0, ("demo_request", "Last: demo request")),
        ("page", 1.0, ("another one", "Last: another one")),
        ("type", NAN, (None, "Last: none so far")),
    ],
)
def test_first_and_last_events(source: str, code: float, told: tuple[Any, str]) -> None:
    assert said("Last", ("last", source, None, code), levels=("demo_request",)) == told


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("age", 12.6, (12.6, "The lead came in 13 days ago")),
        ("age", NAN, (None, "Renewal is not known")),
        ("days_since", 1.2, (1.2, "Renewal was 1 day ago")),
        ("days_since", NAN, (None, "Renewal is not known")),
        ("hour", 9.0, ("between 9:00 and 9:59 UTC", "The lead came in between 9:00 and 9:59 UTC")),
        ("weekday", 6.0, ("on a Sunday", "The lead came in on a Sunday")),
        ("day_of_month", 31.0, ("on day 31 of the month", "The lead came in on day 31 of the month")),
        ("month", 2.0, ("in February", "The lead came in in February")),
        ("month", NAN, (None, "When the lead came in is not known")),
    ],
)
def test_dates(kind: str, value: float, told: tuple[Any, str]) -> None:
    assert said("Renewal", (kind, "c", None, value)) == told
