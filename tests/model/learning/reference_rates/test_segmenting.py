"""Segments are cut where what a signal adds changes, at readable numbers, and hold enough leads."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from past_looks import looks

from leadscore.model.arrays import Codes, Floats
from leadscore.model.features.spec import EventKind, Feature, FeatureSpec, LeadKind, Signal
from leadscore.model.learning.reference_rates.past_looks import PastLooks
from leadscore.model.learning.reference_rates.segmenting import MIN_LEADS, cut
from leadscore.model.scoring.rates import Bins
from leadscore.model.scoring.rates.bins import cells_of

RNG = np.random.default_rng(0)
LEVELS = ("Austria", "Belgium", "Chile", "Denmark")


def spec_of(*kinds: LeadKind | EventKind, levels: tuple[str, ...] = ()) -> FeatureSpec:
    features = tuple(Feature(f"f{i}", "s", kind, "x", levels=levels) for i, kind in enumerate(kinds))
    return FeatureSpec((), (Signal("s", "S", "fit"),), features, dated=True)


def seen(matrix: Floats, added: Floats) -> PastLooks:
    return looks(matrix, np.zeros(len(matrix), dtype=bool), added=added)


def leads_by(bins: tuple[Bins, ...], segments: Codes, past: PastLooks) -> list[int]:
    segment = segments[cells_of(bins, past.matrix)]
    return [len(np.unique(past.lead[segment == number])) for number in range(segments.max() + 1)]


def test_a_number_is_cut_where_its_points_change() -> None:
    size = RNG.integers(1, 20_000, 3000).astype(float)
    added = np.where(size >= 7000, 0.6, -0.3) + RNG.normal(0, 0.02, 3000)
    (bins,), segments = cut(spec_of("numeric"), [0], added, seen(size[:, None], added))
    assert list(bins.edges) == pytest.approx([7000.0], rel=0.03)
    assert segments.tolist() == [0, 1, 2]  # the last one is of sizes nobody knows, of whom there was none


def test_neighbours_that_say_the_same_are_one_segment() -> None:
    value = RNG.uniform(0, 100, 3000)
    added = 0.3 + value / 2000
    (bins,), segments = cut(spec_of("numeric"), [0], added, seen(value[:, None], added))
    assert bins.edges == ()
    assert segments.tolist() == [0, 1]


def test_values_of_a_category_that_say_the_same_are_one_segment() -> None:
    code = RNG.integers(0, 4, 2000).astype(float)
    added = np.array([0.5, -0.5, 0.52, -0.48])[code.astype(int)]
    _, segments = cut(spec_of("category", levels=LEVELS), [0], added, seen(code[:, None], added))
    assert segments[0] == segments[2]
    assert segments[1] == segments[3]
    assert segments[0] != segments[1]


def test_what_is_missing_or_rare_stands_apart() -> None:
    code = RNG.choice([0.0, 1.0, 4.0, np.nan], 2000)
    added = np.full(2000, 0.4)
    past = seen(code[:, None], added)
    _, segments = cut(spec_of("category", levels=LEVELS), [0], added, past)
    by_cell = dict(zip((*LEVELS, "other", "missing"), segments.tolist(), strict=True))
    assert by_cell["Austria"] == by_cell["Belgium"]
    assert len({by_cell["Austria"], by_cell["other"], by_cell["missing"]}) == 3


def test_no_event_at_all_stands_apart_from_a_few() -> None:
    count = RNG.poisson(1.0, 3000).astype(float)
    recency = np.where(count > 0, RNG.exponential(20, 3000), np.nan)
    added = np.where(count > 0, 0.2, 0.2)
    bins, segments = cut(spec_of("count", "recency"), [0, 1], added, seen(np.column_stack([count, recency]), added))
    none, some = (segments[cells_of(bins, np.array([row]))][0] for row in ([0.0, np.nan], [2.0, 3.0]))
    assert none != some


def test_how_often_and_how_long_ago_are_cut_together() -> None:
    count = RNG.poisson(2.0, 6000).astype(float)
    recency = np.where(count > 0, RNG.uniform(0, 60, 6000), np.nan)
    recent, often = recency < 14, count >= 3
    added = np.select([recent & often, recent], [1.0, 0.3], default=-0.4)
    past = seen(np.column_stack([count, recency]), added)
    bins, segments = cut(spec_of("count", "recency"), [0, 1], added, past)
    assert set(bins[0].edges) == {1.0, 3.0}
    assert bins[1].edges == (14.0,)
    segment = segments[cells_of(bins, past.matrix)]
    assert all(np.ptp(added[segment == number]) == 0 for number in np.unique(segment))


def test_points_of_both_signs_that_no_value_tells_apart_stay_in_one_segment() -> None:
    value, added = RNG.uniform(0, 1, 1000), RNG.choice([-0.5, 0.5], 1000)
    _, segments = cut(spec_of("numeric"), [0], added, seen(value[:, None], added))
    assert segments.max() <= 3


@given(st.integers(0, 10_000), st.integers(30, 1500))
@settings(max_examples=20, deadline=None, derandomize=True)
def test_segments_hold_enough_leads_and_every_look_is_in_one(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    lead = np.sort(rng.integers(0, n, 2 * n))
    _, lead = np.unique(lead, return_inverse=True)
    values = rng.choice([rng.normal(0, 100, 2 * n), rng.poisson(1, 2 * n).astype(float)])
    added = np.sin(values / 30) + rng.normal(0, 0.3, 2 * n)
    past = looks(values[:, None], np.zeros(2 * n, dtype=bool), added=added, lead=lead)
    bins, segments = cut(spec_of("numeric"), [0], added, past)
    sizes = leads_by(bins, segments, past)
    assert sum(leads > 0 for leads in sizes) == 1 or all(leads >= MIN_LEADS for leads in sizes if leads)
    assert len(segments) == bins[0].size
    assert set(segments.tolist()) <= set(range(segments.max() + 1))


@pytest.mark.parametrize("matrix", [np.full((300, 1), np.nan), np.ones((300, 1))], ids=["nothing known", "one value"])
def test_values_that_tell_nothing_apart_are_one_segment(matrix: Floats) -> None:
    added = np.full(300, 0.1)
    _, segments = cut(spec_of("numeric"), [0], added, seen(matrix, added))
    assert sorted(set(segments.tolist())) == [0, 1]
