import numpy as np
import pytest
from flat_leads import config_of, flat

from leadscore.model.data.quality.notes import sentinel, sentinels
from leadscore.model.scoring.language import english

RANDOM = np.random.default_rng(0)
NORMAL = RANDOM.normal(40, 12, 1_000)


def mostly(value: float, others: list[float], *, share: float = 0.9) -> list[float]:
    return [value] * int(1_000 * share) + list(np.resize(others, 1_000 - int(1_000 * share)))


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (mostly(999, list(range(28))), 999),
        (mostly(-1, list(range(18, 90)), share=0.1), -1),
        (mostly(9, [1, 2, 3, 4], share=0.05), 9),
        (mostly(-99, list(range(10, 40)), share=0.3), -99),
        (mostly(999, list(range(28)), share=0.005), None),  # too few leads
        (mostly(0, [5, 6, 7, 8], share=0.99), None),  # none is a number, too
        (mostly(-1, list(range(-8, 9)), share=0.3), None),  # negative numbers are usual here
        (mostly(1, [0], share=0.5), None),
        (list(NORMAL), None),
        (list(np.exp(NORMAL / 10)), None),
        ([float("nan")] * 100, None),
        ([], None),
    ],
)
def test_a_number_far_from_all_others_is_a_sentinel_where_many_leads_have_it(
    values: list[float], found: float | None
) -> None:
    assert sentinel(np.array(values, dtype=float)) == found


def test_a_sentinel_is_reported_with_its_column_and_share() -> None:
    columns = {"pdays": np.array(mostly(999, list(range(28)), share=0.96)), "age": NORMAL}
    (told,) = sentinels(flat(columns, np.zeros(1_000)), config_of(pdays="numeric", age="numeric"), english())
    assert told.startswith("`pdays` is 999 for 96% of the leads, far from every other value: it may mean never")
