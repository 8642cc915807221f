"""The interval of a lead is about past leads around its own score, and a probability outside it is spoken of."""

from dataclasses import replace

import numpy as np
import pytest

from leadscore.model.scoring.contract import RateInterval
from leadscore.model.scoring.intervals import ends_in_hundred, outside_text, rate_intervals
from leadscore.model.scoring.language import english, wording_in
from leadscore.model.scoring.points import score_of
from leadscore.model.scoring.rates import ReferenceRates, ScoreBands, ScoreGroups

EDGES = (-3.0, -2.0, 0.0)
BANDS = ScoreBands(
    edges=EDGES,
    first=(0, 0, 1, 2),
    last=(1, 2, 3, 3),
    rates=(0.05, 0.1, 0.2, 0.4),
    low=(0.02, 0.07, 0.15, 0.3),
    high=(0.1, 0.14, 0.26, 0.5),
    leads=(90, 80, 70, 60),
    level=0.8,
)
EVIDENCE = ReferenceRates(typical=0.15, shares=(1.0,), rates=(None,), bands=BANDS)
REFERENCE = -2.0


def interval_at(log_odds: float) -> RateInterval:
    row = np.array([log_odds])
    (found,) = rate_intervals(EVIDENCE, row, 1 / (1 + np.exp(-row)), reference=REFERENCE)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("log_odds", "ends", "span"),
    [
        (-9.0, (0.02, 0.1), (0.0, -2.0)),
        (-3.0, (0.07, 0.14), (0.0, 0.0)),
        (-1.0, (0.15, 0.26), (-3.0, 100.0)),
        (0.0, (0.3, 0.5), (-2.0, 100.0)),
        (8.0, (0.3, 0.5), (-2.0, 100.0)),
    ],
    ids=["far below", "on an edge", "inside", "on the last edge", "far above"],
)
def test_it_is_that_of_the_band_around_the_score_and_never_widened(
    log_odds: float, ends: tuple[float, float], span: tuple[float, float]
) -> None:
    found = interval_at(log_odds)
    assert (found.low, found.high, found.level) == (*ends, 0.8)
    first, last = EVIDENCE.bands.reach(int(BANDS.of(np.array([log_odds]))[0])) if EVIDENCE.bands else (0.0, 0.0)
    shown = np.clip(np.rint(score_of(np.array([first, last]), REFERENCE)), 0, 100).tolist()
    assert [found.from_score, found.to_score] == shown
    score = float(np.clip(score_of(np.array([log_odds]), REFERENCE)[0], 0, 100))
    assert shown[0] - 0.5 <= score <= shown[1] + 0.5


def test_a_model_with_groups_goes_on_widening_and_names_no_scores() -> None:
    groups = ScoreGroups((0.0,), (0.1, 0.5), (0.05, 0.4), (0.15, 0.6), (50, 50), 0.8)
    evidence = replace(EVIDENCE, bands=None, groups=groups)
    (found,) = rate_intervals(evidence, np.array([-0.1]), np.array([0.475]), reference=REFERENCE)
    assert found == RateInterval(0.05, 0.475, 0.8)
    assert rate_intervals(None, np.zeros(2), np.zeros(2), reference=0.0) == [None, None]
    assert rate_intervals(replace(EVIDENCE, bands=None), np.zeros(1), np.zeros(1), reference=0.0) == [None]


SURE = RateInterval(0.43, 0.61, 0.8, 88, 100)


@pytest.mark.parametrize(
    ("probability", "sure", "said"),
    [
        (0.71, SURE, "The model is bolder than the past: 71%, where 43 to 61 in 100 leads with such scores converted"),
        (
            0.30,
            SURE,
            "The model is more cautious than the past: 30%, where 43 to 61 in 100 leads with such scores converted",
        ),
        (
            0.005,
            RateInterval(0.02, 0.04, 0.8),
            "The model is bolder than the past: 0.5%, where 2.0 to 4.0 in 100 leads with such scores converted",
        ),
        (
            0.07,
            RateInterval(0.02, 0.04, 0.8),
            "The model is more cautious than the past: 7%, where 2.0 to 4.0 in 100 leads with such scores converted",
        ),
        (0.61, SURE, None),
        (0.615, SURE, None),
        (0.5, None, None),
    ],
)
def test_a_probability_outside_is_spoken_of(probability: float, sure: RateInterval | None, said: str | None) -> None:
    assert outside_text(probability, sure, 0.15, english()) == said


def test_the_german_text() -> None:
    said = outside_text(0.71, SURE, 0.15, wording_in("de"))
    assert said is not None
    assert said.startswith("Das Modell ist kühner als die Vergangenheit: 71\u00a0%, wo 43 bis 61 von 100 Leads")


@pytest.mark.parametrize(
    ("low", "high", "written"),
    [(0.43, 0.61, ("43", "61")), (0.012, 0.3, ("1.2", "30.0")), (0.431, 0.434, ("43.1", "43.4"))],
)
def test_ends_have_a_decimal_where_they_need_one(low: float, high: float, written: tuple[str, str]) -> None:
    assert ends_in_hundred(RateInterval(low, high, 0.8), english()) == written


@pytest.mark.parametrize(
    "change",
    [
        {"edges": (-3.0, -3.0, 0.0)},
        {"first": (0, 0, 3, 2)},
        {"last": (1, 2, 4, 3)},
        {"rates": (0.1,)},
        {"first": (-1, 0, 1, 2)},
    ],
)
def test_bands_whose_parts_do_not_fit_are_known(change: dict[str, tuple[float, ...]]) -> None:
    assert BANDS.fits
    assert not replace(BANDS, **change).fits  # type: ignore[arg-type]
