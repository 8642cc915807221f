"""An interval is that of the lead's score group, widened to contain its probability."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.scoring.contributions.additive import sigmoid
from leadscore.model.scoring.rates import ScoreGroups, intervals

GROUPS = ScoreGroups(
    edges=(-2.0, 0.0),
    rates=(0.05, 0.25, 0.6),
    low=(0.02, 0.2, 0.5),
    high=(0.1, 0.3, 0.7),
    leads=(90, 80, 70),
    level=0.8,
)


@pytest.mark.parametrize(
    ("log_odds", "probability", "expected"),
    [
        (-3.0, 0.05, (0.02, 0.1)),
        (-2.0, 0.2, (0.2, 0.3)),
        (-0.1, 0.45, (0.2, 0.45)),
        (0.0, 0.45, (0.45, 0.7)),
        (9.0, 1.0, (0.5, 1.0)),
        (-40.0, 0.0, (0.0, 0.1)),
    ],
    ids=["inside", "on an edge", "above its group", "below its group", "far above", "far below"],
)
def test_it_is_the_interval_of_the_group_widened_to_the_probability(
    log_odds: float, probability: float, expected: tuple[float, float]
) -> None:
    low, high = intervals(GROUPS, np.array([log_odds]), np.array([probability]))
    assert (low[0], high[0]) == expected


@given(st.lists(st.floats(-700, 700), max_size=30))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_it_contains_the_probability_and_stays_between_none_and_all(drawn: list[float]) -> None:
    log_odds = np.array(drawn, dtype=float)
    probability = sigmoid(log_odds)
    low, high = intervals(GROUPS, log_odds, probability)
    assert ((low >= 0) & (low <= probability) & (probability <= high) & (high <= 1)).all()


def test_a_single_group_takes_every_lead() -> None:
    alone = ScoreGroups((), (0.2,), (0.1,), (0.3,), (100,), 0.8)
    low, high = intervals(alone, np.array([-9.0, 9.0]), np.array([0.15, 0.25]))
    assert low.tolist() == [0.1, 0.1]
    assert high.tolist() == [0.3, 0.3]
