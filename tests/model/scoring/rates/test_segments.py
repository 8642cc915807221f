"""Segments as texts: each cell of a rate has a text in the readers' language."""

import re
from dataclasses import replace

import pytest
from evidenced import learned

from leadscore.model.features.spec import TYPE, EventKind, Feature, FeatureSpec, LeadKind, Signal
from leadscore.model.scoring.language import english, wording_in, wording_of
from leadscore.model.scoring.rates import Bins, SegmentTexts, SignalRates, segment_text
from leadscore.model.scoring.rates.lookup import every_segment
from leadscore.model.scoring.rates.segments import is_wider

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def told(
    kind: LeadKind | EventKind, bins: Bins, cell: int, *, levels: tuple[str, ...] = (), source: str = "x"
) -> list[str]:
    """In English and in German."""
    feature = Feature("f", "s", kind, source, levels=levels)
    spec = FeatureSpec((), (Signal("s", "S", "fit"), Signal("event.demo", "Demos", "interest")), (feature,), dated=True)
    rates = SignalRates((bins,), (), ())
    return [
        segment_text(rates, cell, spec, wording_of(replace(spec, wording=wording_in(language).kept())))
        for language in ("en", "de")
    ]


@pytest.mark.parametrize(
    ("kind", "bins", "cell", "expected"),
    [
        ("numeric", Bins(0, (5e3, 2e4), whole=True), 0, ["below 5000", "unter 5000"]),
        ("numeric", Bins(0, (5e3, 2e4), whole=True), 1, ["5000 to 20,000", "5000 bis 20.000"]),
        ("numeric", Bins(0, (5e3, 2e4), whole=True), 2, ["20,000 or more", "20.000 oder mehr"]),
        ("numeric", Bins(0, (5e3, 2e4), whole=True), 3, ["not known", "nicht bekannt"]),
        ("numeric", Bins(0, (50.0, 220.0), whole=True), 1, ["50 to 219", "50 bis 219"]),
        ("numeric", Bins(0, (2.0, 3.0), whole=True), 1, ["2", "2"]),
        ("numeric", Bins(0, (-1.5, 0.25)), 1, ["−1.5 to 0.25", "−1,5 bis 0,25"]),
        ("numeric", Bins(0), 0, ["known", "bekannt"]),
        ("distinct", Bins(0, (1.0, 2.0), whole=True), 1, ["1", "1"]),
        ("trend", Bins(0, (-1.0, 1.0), whole=True), 1, ["−1 to 0", "−1 bis 0"]),
        ("age", Bins(0, (1.0, 3.0)), 0, ["less than a day old", "weniger als einen Tag alt"]),
        ("age", Bins(0, (1.0, 3.0)), 1, ["1 to 3 days old", "1 bis 3 Tage alt"]),
        ("age", Bins(0, (1.0, 3.0)), 2, ["3 days old or older", "3 Tage alt oder älter"]),
        ("days_since", Bins(0, (30.0,)), 0, ["less than 30 days ago", "vor weniger als 30 Tagen"]),
        ("days_since", Bins(0, (30.0,)), 1, ["30 days ago or longer", "vor 30 Tagen oder früher"]),
        ("hour", Bins(0, (8.0, 17.0), whole=True), 0, ["0:00 to 7:59 UTC", "0:00 bis 7:59 Uhr UTC"]),
        ("hour", Bins(0, (8.0, 17.0), whole=True), 2, ["17:00 to 23:59 UTC", "17:00 bis 23:59 Uhr UTC"]),
        ("month", Bins(0, (4.0, 12.0), whole=True), 0, ["January to March", "Januar bis März"]),
        ("month", Bins(0, (4.0, 12.0), whole=True), 2, ["December", "Dezember"]),
        ("day_of_month", Bins(0, (16.0,), whole=True), 1, ["day 16 to 31 of the month", "16. bis 31. Tag des Monats"]),
    ],
)
def test_a_number_is_told_by_the_ends_of_its_bin(
    kind: LeadKind | EventKind, bins: Bins, cell: int, expected: list[str]
) -> None:
    assert told(kind, bins, cell) == expected


@pytest.mark.parametrize(
    ("kind", "levels", "cell", "expected"),
    [
        ("category", ("Germany", "job_title"), 0, ["Germany", "Germany"]),
        ("category", ("Germany", "job_title"), 1, ["job title", "job title"]),
        ("category", ("Germany", "job_title"), 2, ["any other value", "irgendein anderer Wert"]),
        ("category", ("Germany", "job_title"), 3, ["not known", "nicht bekannt"]),
        (
            "email_kind",
            ("company", "disposable", "free"),
            2,
            ["one of a free provider", "eine von einem kostenlosen Anbieter"],
        ),
        ("weekday", WEEKDAYS, 5, ["Saturday", "Samstag"]),
        ("last", ("call", "demo"), 1, ["Demos", "Demos"]),
        ("last", ("call", "demo"), 3, ["none", "keine"]),
    ],
)
def test_a_category_is_told_by_its_value(
    kind: LeadKind | EventKind, levels: tuple[str, ...], cell: int, expected: list[str]
) -> None:
    source = TYPE if kind == "last" else "x"
    assert told(kind, Bins(0, codes=len(levels) + 1), cell, levels=levels, source=source) == expected


@pytest.mark.parametrize(
    ("bins", "window", "expected"),
    [
        ((0, 3), None, "none"),
        ((1, 0), None, "1, the last one within a day"),
        ((2, 1), None, "2 to 4, the last one 1 to 7 days ago"),
        ((3, 2), None, "5 or more, the last one 7 days ago or longer"),
        ((0, 3), 90, "none in the last 90 days"),
        ((0, 2), 90, "none in the last 90 days, the last one 7 days ago or longer"),
        ((1, 0), 1, "1 in the last day, the last one within a day"),
    ],
)
def test_events_are_told_by_how_many_and_how_long_ago(bins: tuple[int, int], window: int | None, expected: str) -> None:
    features = (Feature("n", "s", "count", "demo", window), Feature("r", "s", "recency", "demo"))
    spec = FeatureSpec((), (Signal("s", "Demos", "interest"),), features, dated=True)
    parts = (Bins(0, (1.0, 2.0, 5.0), whole=True), Bins(1, (1.0, 7.0)))
    cell = bins[0] * parts[1].size + bins[1]
    assert segment_text(SignalRates(parts, (), ()), cell, spec, english()) == expected


INDUSTRIES = ("Finance", "Health", "Retail", "Software", "Toys")


@pytest.mark.parametrize(
    ("codes", "first", "expected"),
    [
        ((1,), 1, "Health"),
        ((0, 3), 3, "Software or Finance"),
        ((0, 1, 2, 3), 2, "Retail, Finance, Health or Software"),
        ((0, 1, 2, 3, 4), 4, "Toys, Finance, Health or 2 others"),
        ((0, 1), -1, "Finance or Health"),
    ],
)
def test_several_values_are_named_with_the_leads_own_first(codes: tuple[int, ...], first: int, expected: str) -> None:
    feature = Feature("f", "s", "category", "x", levels=INDUSTRIES)
    spec = FeatureSpec((), (Signal("s", "S", "fit"),), (feature,), dated=True)
    segments = tuple(0 if code in codes else 1 for code in range(7))
    rates = SignalRates((Bins(0, codes=6),), (0.1, None), (50, None), segments)
    assert segment_text(rates, 0, spec, english(), first=first) == expected
    assert is_wider(rates, 0, spec) == (len(codes) > 1)


@pytest.mark.parametrize(
    ("segments", "segment", "text", "wider"),
    [
        ([[3, 3, 0], [1, 1, 2], [1, 1, 2]], 0, "none", False),
        ([[0, 0, 0], [1, 1, 2], [1, 1, 2]], 1, "1 or more", True),
        ([[0, 0, 0], [1, 2, 3], [4, 5, 6]], 1, "1, the last one within 7 days", True),
        ([[0, 0, 0], [1, 1, 3], [4, 5, 6]], 5, "2 or more, the last one 7 days ago or longer", True),
        ([[0, 0, 0], [1, 1, 1], [4, 5, 6]], 1, "1", True),
    ],
)
def test_a_segment_of_events_is_told_by_the_ends_that_it_has(
    segments: list[list[int]], segment: int, text: str, wider: bool
) -> None:
    features = (Feature("n", "s", "count", "demo"), Feature("r", "s", "recency", "demo"))
    spec = FeatureSpec((), (Signal("s", "Demos", "interest"),), features, dated=True)
    flat = tuple(number for row in segments for number in row)
    n = max(flat) + 1
    parts = (Bins(0, (1.0, 2.0), whole=True), Bins(1, (7.0,)))
    with_missing_counts = (*flat, *(n,) * 3)
    rates = SignalRates(parts, (0.1,) * n + (None,), (50,) * n + (None,), with_missing_counts)
    assert segment_text(rates, segment, spec, english()) == text
    assert is_wider(rates, segment, spec) == wider


@pytest.mark.parametrize(
    ("kind", "bins", "segment", "wider"),
    [
        ("numeric", Bins(0, (2.0, 3.0), whole=True), 1, False),
        ("numeric", Bins(0, (2.0, 3.0)), 1, True),
        ("numeric", Bins(0, (2.0, 3.0), whole=True), 2, True),
        ("numeric", Bins(0, (2.0,)), 2, False),
        ("hour", Bins(0, (8.0, 9.0), whole=True), 1, False),
        ("hour", Bins(0, (8.0, 17.0), whole=True), 1, True),
    ],
)
def test_a_segment_of_one_value_needs_no_name(kind: LeadKind, bins: Bins, segment: int, wider: bool) -> None:
    spec = FeatureSpec((), (Signal("s", "S", "fit"),), (Feature("f", "s", kind, "x"),), dated=True)
    assert is_wider(SignalRates((bins,), (), ()), segment, spec) == wider


def test_rare_values_are_more_than_one() -> None:
    feature = Feature("f", "s", "category", "x", levels=("a", "b"))
    spec = FeatureSpec((), (Signal("s", "S", "fit"),), (feature,), dated=True)
    assert [is_wider(SignalRates((Bins(0, codes=3),), (), ()), code, spec) for code in range(4)] == [
        *(False, False),
        *(True, False),
    ]


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_segment_of_a_model_has_words_of_its_own_without_a_raw_name(language: str) -> None:
    evidence = learned().evidence
    spec = replace(learned().recipe.spec, wording=wording_in(language).kept())
    names = "|".join(re.escape(feature.name) for feature in spec.features if "." in feature.name)
    for rates in filter(None, evidence.rates):
        words = [segment_text(rates, n, spec, wording_of(spec)) for n, rate in enumerate(rates.rates) if rate]
        assert all(words)
        assert not [text for text in words if re.search(names + "|None|\\bnan\\b|[{}]", text)]
        assert len(set(words)) == len(words)


def test_the_texts_of_a_model_are_found_by_place() -> None:
    evidence, spec = learned().evidence, learned().recipe.spec
    texts, row = SegmentTexts(evidence, spec, english()), learned().recipe.rows.matrix[0]
    for place, (rates, segment) in enumerate(every_segment(evidence)):
        first = int(rates.bins[0].of(row[None, :])[0]) if rates.bins[0].codes else -1
        if rates.rates[segment] is not None:
            assert texts.text(place, row) == segment_text(rates, segment, spec, english(), first=first)
            assert not texts.is_earlier(place)
