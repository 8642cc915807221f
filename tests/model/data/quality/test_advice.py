import numpy as np
import pytest

from leadscore.model.data.quality.conversions import Watched
from leadscore.model.data.quality.horizon import advise, choose_horizon
from leadscore.model.scoring.language import english
from leadscore.model.timestamps import DAY, NEVER

START = 20_000 * DAY


def steady(*, longest_days: int, span_days: int, followed_days: int = 0, n: int = 2_000) -> Watched:
    """Leads that come steadily; every second converts after up to so many days, all of them equally likely."""
    created = START + np.linspace(0, span_days * DAY, n).astype(np.int64)
    delay = 1 + np.arange(n) * 7_919 % n * longest_days // n
    won = np.where(np.arange(n) % 2 == 0, created + delay * DAY, NEVER)
    return Watched.of(created, won, until=int(created[-1]) + followed_days * DAY)


@pytest.mark.parametrize(
    ("longest_days", "span_days", "followed_days", "horizon_days"),
    [
        (50, 400, 200, 45),  # four fifths come within 40 days
        (100, 400, 200, 90),
        (100, 400, 0, 90),  # that many leads are young changes nothing
        (100, 150, 200, 45),  # a third of 150 days is less than 60
        (100, 20, 300, 14),
        (400, 900, 500, 180),
    ],
)
def test_the_horizon_is_the_shortest_that_holds_most_conversions_if_the_data_allow_it(
    longest_days: int, span_days: int, followed_days: int, horizon_days: int
) -> None:
    choice = choose_horizon(steady(longest_days=longest_days, span_days=span_days, followed_days=followed_days))
    assert choice is not None
    assert choice.horizon_days == horizon_days


@pytest.mark.parametrize(
    ("horizon_days", "said"),
    [
        (
            90,
            ("90% come within the horizon of 90 days.", "The data are long enough for it: leads came in over 392 days"),
        ),
        (
            60,
            ("60% come within the horizon of 60 days; 90 days would hold 90%.", "Consider `horizon_days = 90`: 80% of"),
        ),
        (
            180,
            ("100% come within the horizon of 180 days.", "Consider `horizon_days = 90`: leads came in over 392 days"),
        ),
        (700, ("so a horizon of 700 days cannot be judged.", "Consider `horizon_days = 90`")),
    ],
)
def test_a_horizon_is_evaluated_by_what_it_holds_and_by_the_length_of_the_data(
    horizon_days: int, said: tuple[str, ...]
) -> None:
    advice = advise(steady(longest_days=100, span_days=400, followed_days=200), horizon_days, english())
    assert advice is not None
    for part in said:
        assert part in advice


def test_where_the_data_allow_no_longer_horizon_that_is_said() -> None:
    advice = advise(steady(longest_days=100, span_days=150, followed_days=200), 45, english())
    assert advice is not None
    assert advice.endswith(
        "too short for a longer one: leads came in over 147 days, and a horizon should be at most a third of that."
    )


@pytest.mark.parametrize("longest_days", [10, 40, 55, 100, 220])
@pytest.mark.parametrize("span_days", [30, 100, 400])
def test_no_other_horizon_is_advised_than_the_one_that_would_be_chosen(longest_days: int, span_days: int) -> None:
    leads = steady(longest_days=longest_days, span_days=span_days, followed_days=60)
    choice = choose_horizon(leads)
    assert choice is not None
    advice = advise(leads, choice.horizon_days, english())
    assert advice is not None
    assert "Consider" not in advice


def test_without_enough_conversions_nothing_is_advised() -> None:
    assert advise(steady(longest_days=50, span_days=400, n=30), 30, english()) is None
    none = np.zeros(0, dtype=np.int64)
    assert choose_horizon(Watched(none, none, START)) is None
    assert advise(Watched(none, none, START), 30, english()) is None
