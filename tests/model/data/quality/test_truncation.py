import numpy as np
import pytest

from leadscore.model.arrays import Integers, Mask
from leadscore.model.data.quality.conversions import Watched
from leadscore.model.data.quality.delays import find_truncation
from leadscore.model.timestamps import DAY, NEVER, moment

FIRST, UNTIL = moment("2025-01-01"), moment("2026-01-01")


def year(*, recorded_from: str, seed: int = 0, n: int = 6_000, rates: tuple[float, float] = (0.1, 0.1)) -> Watched:
    """A year of leads; those of its halves convert at these rates, and conversions are recorded from a day on."""
    random = np.random.default_rng(seed)
    created = np.sort(random.integers(FIRST, UNTIL, n))
    chance = np.where(np.arange(n) < n / 2, *rates)
    won = created + (random.exponential(20, n) * DAY).astype(np.int64) + 1
    return Watched.of(created, recorded(won, random.random(n) < chance, since=recorded_from), until=UNTIL)


def recorded(won: Integers, converts: Mask, *, since: str) -> Integers:
    return np.where(converts & (won >= moment(since)), won, NEVER)


@pytest.mark.parametrize(
    ("recorded_from", "before"),
    [
        ("2025-04-01", "2025-04-01"),
        ("2025-04-05", "2025-04-01"),  # most of April was recorded
        ("2025-04-20", "2025-05-01"),  # less than half of it was
        ("2025-09-01", "2025-09-01"),
    ],
)
def test_the_first_whole_month_of_recorded_conversions_is_found(recorded_from: str, before: str) -> None:
    found = find_truncation(year(recorded_from=recorded_from))
    assert found is not None
    assert found.day == before


def test_what_was_to_be_expected_is_reported_beside_what_was_recorded() -> None:
    truth, seen = year(recorded_from="2025-01-01"), year(recorded_from="2025-05-01")
    found = find_truncation(seen)
    assert found is not None
    assert found.recorded == 0
    assert found.leads == (seen.created_at < moment("2025-05-01")).sum()
    missed = int((truth.converted & (truth.won_at < moment("2025-05-01"))).sum())
    assert found.expected == pytest.approx(missed, rel=0.25)


def test_a_stray_early_conversion_hides_nothing() -> None:
    leads = year(recorded_from="2025-05-01")
    won = leads.won_at.copy()
    won[[3, 900]] = leads.created_at[[3, 900]] + DAY
    found = find_truncation(Watched(leads.created_at, won, UNTIL))
    assert found is not None
    assert (found.day, found.recorded) == ("2025-05-01", 2)


@pytest.mark.parametrize("seed", range(20))
def test_where_conversions_were_always_recorded_nothing_is_found(seed: int) -> None:
    assert find_truncation(year(recorded_from="2025-01-01", seed=seed)) is None


@pytest.mark.parametrize("seed", range(10))
def test_a_rate_that_quadruples_is_no_truncation(seed: int) -> None:
    assert find_truncation(year(recorded_from="2025-01-01", seed=seed, rates=(0.06, 0.24))) is None


def test_a_silent_month_in_the_middle_is_no_truncation() -> None:
    leads = year(recorded_from="2025-01-01")
    silent = (leads.won_at >= moment("2025-06-01")) & (leads.won_at < moment("2025-07-01"))
    assert find_truncation(Watched(leads.created_at, np.where(silent, NEVER, leads.won_at), UNTIL)) is None


@pytest.mark.parametrize(("n", "recorded_from"), [(100, "2025-05-01"), (6_000, "2025-12-31"), (0, "2025-05-01")])
def test_few_conversions_say_nothing(n: int, recorded_from: str) -> None:
    assert find_truncation(year(recorded_from=recorded_from, n=n)) is None
