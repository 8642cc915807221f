from typing import Any

import numpy as np
import pytest
from flat_leads import config_of, flat, texts
from numpy.typing import NDArray

from leadscore.model.arrays import Mask
from leadscore.model.data.quality.notes import agreement, companies
from leadscore.model.scoring.language import english

N = 2_000
LEADS = np.arange(N)


def named(groups: NDArray[Any]) -> NDArray[Any]:
    return texts([f"c{group}" for group in groups])


def together(groups: NDArray[Any], *, rate: float, seed: int = 0) -> Mask:
    chance = np.random.default_rng(seed).random(groups.max() + 1)
    return np.asarray(chance[groups] < rate)


def test_pairs_that_always_convert_together_agree_wholly() -> None:
    assert agreement(named(LEADS // 2), together(LEADS // 2, rate=0.1)) == pytest.approx(1.0)


def test_agreement_is_one_minus_the_disagreement_over_that_of_chance() -> None:
    converted = np.tile([True, True, False, False, True, False], 100)
    expected = 1 - (1 / 3) / (1 / 2)  # one pair in three disagrees, where half would
    assert agreement(named(np.arange(600) // 2), converted) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("groups", "why"),
    [
        (LEADS // 100, "a value of a hundred leads is a category"),
        (np.minimum(LEADS // 2, 15), "there are few pairs"),
        (LEADS, "nothing is shared"),
        (np.where(LEADS < 150, LEADS // 2, LEADS), "few leads share anything"),
    ],
)
def test_columns_that_are_no_companies_are_left_alone(groups: NDArray[Any], why: str) -> None:
    assert agreement(named(groups), together(groups, rate=0.2)) is None, why


@pytest.mark.parametrize("seed", range(20))
def test_independent_leads_never_look_like_companies(seed: int) -> None:
    random = np.random.default_rng(seed)
    groups, converted = random.integers(0, 700, N), random.random(N) < 0.1
    assert agreement(named(groups), converted) is None


def test_wholly_agreeing_pairs_may_be_chance_where_few_convert() -> None:
    pairs = np.arange(50) // 2
    assert agreement(named(pairs), pairs == 0) is None
    assert agreement(named(pairs), pairs % 2 == 0) == pytest.approx(1.0)


def test_missing_values_are_no_company() -> None:
    values = named(LEADS // 2)
    values[:1_500] = None
    assert agreement(values, together(LEADS // 2, rate=0.3)) == pytest.approx(1.0)


def test_the_column_is_named_with_what_to_set_until_it_is_set() -> None:
    converted = together(LEADS // 2, rate=0.2)
    data = flat({}, converted, people={"company": named(LEADS // 2)})
    leads = {"path": "x", "target": "y", "positive": ["1"], "company": "Firma"}
    (told,) = companies(data, config_of({"leads": leads}), english())
    assert "Leads with the same `Firma` convert together: 100%" in told
    assert 'Set `group = true` in `[columns."Firma"]`' in told
    grouped = {"Firma": {"role": "category", "ignore": True, "group": True}}
    assert list(companies(data, config_of({"leads": leads, "columns": grouped}), english())) == []
