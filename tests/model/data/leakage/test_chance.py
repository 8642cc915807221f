import numpy as np
import pytest

from leadscore.model.data.leakage.presence import practically_all


@pytest.mark.parametrize(
    ("wins", "leads", "base_rate", "tests", "expected"),
    [
        (20, 20, 0.1, 100, True),
        (8, 8, 0.1, 100, False),  # too few: an honest value might convert every other lead
        (18, 20, 0.1, 1, False),  # not practically all
        (20, 20, 0.7, 100, False),  # most convert anyway
        (200, 200, 0.7, 100, True),
        (20, 20, 0.1, 1_000_000, False),  # somewhere among a million values
    ],
)
def test_practically_all_is_far_beyond_what_an_honest_group_shows(
    wins: int, leads: int, base_rate: float, tests: int, expected: bool
) -> None:
    assert practically_all(wins, leads, base_rate=base_rate, tests=tests) == expected


def test_groups_that_convert_halfway_to_always_rarely_pass() -> None:
    random = np.random.default_rng(0)
    leads = random.integers(8, 60, (400, 100))
    wins = random.binomial(leads, 0.55)
    families = practically_all(wins, leads, base_rate=0.1, tests=100).any(axis=1)
    assert families.mean() <= 0.05
