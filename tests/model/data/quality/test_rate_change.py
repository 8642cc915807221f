from typing import Any

import numpy as np
import pytest
from flat_leads import config_of, dated, flat
from numpy.typing import NDArray

from leadscore.model.arrays import Mask
from leadscore.model.config import Config
from leadscore.model.data.quality.cohorts import rate_change
from leadscore.model.data.quality.conversions import Watched
from leadscore.model.scoring.language import english
from leadscore.model.timestamps import DAY, NEVER, moment

RISING = np.repeat([5, 25], [700, 300])


def ordered(split: str = "file_order") -> Config:
    return config_of({"learning": {"split": split}})


def converting(percent: NDArray[Any], *, copies: int = 4, seed: int = 0) -> Mask:
    chances = np.repeat(percent, copies) / 100
    return np.asarray(np.random.default_rng(seed).random(len(chances)) < chances)


def test_a_rate_that_rose_is_reported_with_its_size_and_significance() -> None:
    converted = np.tile([True] + [False] * 19, 200)
    converted[2_800:] = np.tile([True, False, False, False], 300)
    (told,) = rate_change(flat({}, converted), ordered(), english())
    assert "rose from 5.0% in the first 70% of the leads to 25.0% in the last 30%, 19 standard errors" in told
    assert "too low for the future" in told


def test_a_rate_that_fell_makes_probabilities_too_high() -> None:
    (told,) = rate_change(flat({}, converting(RISING)[::-1]), ordered(), english())
    assert "fell from" in told
    assert "too high" in told


@pytest.mark.parametrize("split", ["random", "time"])
def test_rows_without_an_order_say_nothing_about_time(split: str) -> None:
    assert list(rate_change(flat({}, converting(RISING)), ordered(split), english())) == []


@pytest.mark.parametrize(
    ("percent", "copies"),
    [(np.repeat([20, 24], [700, 300]), 20), (np.repeat([5, 9], [70, 30]), 3), (np.full(1_000, 10), 4), (RISING[:0], 1)],
)
def test_small_or_uncertain_changes_are_not_reported(percent: NDArray[Any], copies: int) -> None:
    assert list(rate_change(flat({}, converting(percent, copies=copies)), ordered(), english())) == []


@pytest.mark.parametrize("seed", range(20))
def test_a_steady_rate_is_never_called_changed(seed: int) -> None:
    assert list(rate_change(flat({}, converting(np.full(1_000, 10), seed=seed)), ordered(), english())) == []


def test_leads_that_are_too_young_are_no_sign_of_a_fall() -> None:
    created = moment("2026-01-01") + np.arange(4_000) * (DAY // 20)
    won = np.where(converting(np.full(1_000, 20)), created + 40 * DAY, NEVER)
    until = int(created[-1])
    leads = {"path": "x", "id": "id", "created_at": "c"}
    config = config_of({"leads": leads, "outcomes": {"path": "o", "lead_id": "i", "occurred_at": "t"}})
    data = dated(Watched(created, np.where(won > until, NEVER, won), until))
    assert list(rate_change(data, config, english())) == []
