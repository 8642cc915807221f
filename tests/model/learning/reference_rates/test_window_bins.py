"""How often and how long ago is divided into bins as finely as the leads allow."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.learning.reference_rates.bin_edges import LEADS_PER_BIN
from leadscore.model.learning.reference_rates.binning import COUNT_EDGES, RECENCY_EDGES_DAYS, TrainingLooks, merged
from leadscore.model.scoring.rates import Bins
from leadscore.model.scoring.rates.bins import cells_of, n_cells

FINEST = (Bins(0, COUNT_EDGES, whole=True), Bins(1, RECENCY_EDGES_DAYS))


def drawn(seed: int, n: int, *, busy: float) -> TrainingLooks:
    """Leads looked at one to three times; some without an event."""
    rng = np.random.default_rng(seed)
    lead = np.repeat(np.arange(n), rng.integers(1, 4, n))
    count = rng.poisson(rng.exponential(busy, n)[lead]).astype(float)
    recency = np.where(count > 0, rng.exponential(10, len(lead)), np.nan)
    return TrainingLooks(np.column_stack([count, recency]), rng.random(len(lead)) < 0.1, np.ones(len(lead)), lead)


def leads_by_cell(bins: tuple[Bins, ...], looks: TrainingLooks) -> list[int]:
    cell = cells_of(bins, looks.matrix)
    return [len(set(looks.lead[cell == number])) for number in range(n_cells(bins))]


def test_many_leads_keep_every_edge() -> None:
    looks = drawn(0, 40_000, busy=8.0)
    assert merged(FINEST, looks) == FINEST


@given(st.integers(0, 10_000), st.integers(60, 3000), st.floats(0.1, 10))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_edges_are_only_taken_out_and_that_of_no_event_at_all_stays(seed: int, n: int, busy: float) -> None:
    looks = drawn(seed, n, busy=busy)
    found = merged(FINEST, looks)
    for before, after in zip(FINEST, found, strict=True):
        assert set(after.edges) <= set(before.edges)
        assert (after.position, after.whole) == (before.position, before.whole)
    assert found[0].edges[0] == COUNT_EDGES[0]
    thin = [sum(0 < leads < LEADS_PER_BIN for leads in leads_by_cell(bins, looks)) for bins in (FINEST, found)]
    assert thin[1] <= thin[0]


def test_a_rare_event_is_distinguished_less_finely_but_for_whether_it_happened() -> None:
    looks = drawn(1, 2000, busy=0.15)
    found = merged(FINEST, looks)
    assert len(found[0].edges) + len(found[1].edges) < len(COUNT_EDGES) + len(RECENCY_EDGES_DAYS)
    leads = leads_by_cell(found, looks)
    assert not [count for count in leads if 0 < count < LEADS_PER_BIN]
