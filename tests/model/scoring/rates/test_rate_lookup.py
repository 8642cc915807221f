"""Reference rates are looked up row by row, and points that contradict them are marked."""

from dataclasses import replace

import numpy as np
import pytest
from evidenced import learned

from leadscore.model.scoring.rates import contradicts_rate, look_up_rates
from leadscore.model.scoring.rates.reference_rates import NO_CELL


def test_every_row_finds_the_rate_and_the_leads_of_its_cell() -> None:
    evidence, matrix = learned().evidence, learned().recipe.rows.matrix[:200]
    found = look_up_rates(evidence, matrix)
    for signal, rates in enumerate(evidence.rates):
        assert rates is not None
        for row, cell in enumerate(rates.cells(matrix).tolist()):
            rate, leads = rates.rates[cell], rates.leads[cell]
            assert found.cells[row, signal] == cell
            assert found.leads[row, signal] == (leads or 0)
            assert found.rates[row, signal] == rate or (rate is None and np.isnan(found.rates[row, signal]))


def test_a_signal_without_rates_shows_nothing() -> None:
    evidence = learned().evidence
    without = replace(evidence, rates=(None, *evidence.rates[1:]))
    found = look_up_rates(without, learned().recipe.rows.matrix[:5])
    assert np.isnan(found.rates[:, 0]).all()
    assert found.leads[:, 0].tolist() == [0] * 5
    assert found.cells[:, 0].tolist() == [NO_CELL] * 5


def test_a_lead_has_the_same_rates_alone_as_among_others() -> None:
    matrix = learned().recipe.rows.matrix[:20]
    together = look_up_rates(learned().evidence, matrix)
    for row in range(len(matrix)):
        alone = look_up_rates(learned().evidence, matrix[[row]])
        np.testing.assert_array_equal(alone.rates[0], together.rates[row])


def test_no_leads_have_no_rates() -> None:
    found = look_up_rates(learned().evidence, learned().recipe.rows.matrix[:0])
    assert found.rates.shape == found.cells.shape == (0, len(learned().evidence.rates))


@pytest.mark.parametrize(
    ("points", "rate", "together"),
    [
        (5, 0.1, True),
        (5, 0.3, False),
        (-5, 0.3, True),
        (-5, 0.1, False),
        (5, 0.2, False),
        (-5, 0.2, False),
        (0, 0.1, False),
        (0, 0.3, False),
        (5, np.nan, False),
        (-5, np.nan, False),
    ],
)
def test_points_contradict_a_rate_on_the_other_side_of_the_typical_one(
    points: int, rate: float, together: bool
) -> None:
    found = contradicts_rate(np.array([[points]]), np.array([[rate]]), typical=0.2)
    assert found.tolist() == [[together]]
