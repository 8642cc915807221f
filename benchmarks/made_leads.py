"""Made-up training rows of the shape a CRM yields: numbers, small and large categories, gaps, several looks a lead."""

import numpy as np

from leadscore.model.arrays import Floats
from leadscore.model.features.spec import Feature, FeatureSpec, InputColumn, Signal
from leadscore.model.learning.learner.boosting import BoostingRows
from leadscore.model.scoring.contributions.additive import sigmoid

Floats = Floats

LEVELS = (5, 8, 12, 20, 30, 50, 80, 120, 200, 250, 500, 1000)
"""Levels of each category; the other columns are numbers."""

N_NUMBERS = 28
_LOOKS = 4
_MISSING = 0.1
_TYPICAL_LOG_ODDS = -2.5


def made_leads(n_rows: int, *, seed: int) -> tuple[BoostingRows, FeatureSpec]:
    """Rows and their declaration: forty columns, a tenth of the cells missing, four looks at each lead.

    A lead's columns stay the same but for every other number, which changes from look to look as counts of events do.
    """
    generator = np.random.default_rng(seed)
    lead = np.arange(n_rows) // _LOOKS
    n_leads = int(lead[-1]) + 1
    fixed = generator.gamma(2.0, size=(n_leads, N_NUMBERS))[lead]
    fixed[:, ::2] += generator.gamma(2.0, size=(n_rows, N_NUMBERS // 2))
    codes = np.column_stack([_skewed(generator, n_leads, n_levels) for n_levels in LEVELS])[lead]
    matrix = np.hstack([fixed, codes])
    log_odds = _TYPICAL_LOG_ODDS + _effect(generator, matrix)
    matrix[generator.random(matrix.shape) < _MISSING] = np.nan
    converted = generator.random(n_rows) < sigmoid(log_odds)
    spec = _spec()
    return BoostingRows(matrix, converted, 1.0 / (np.arange(n_rows) % _LOOKS + 1), tuple(spec.categorical), lead), spec


def _skewed(generator: np.random.Generator, n: int, n_levels: int) -> Floats:
    """Codes of which a few are frequent and most are rare."""
    share = 1.0 / np.arange(1, n_levels + 1)
    return generator.choice(n_levels, n, p=share / share.sum()).astype(np.float64)


def _effect(generator: np.random.Generator, matrix: Floats) -> Floats:
    numbers = np.log1p(matrix[:, :N_NUMBERS]) @ generator.normal(0.0, 0.3, N_NUMBERS)
    effect: Floats = numbers + sum(
        generator.normal(0.0, 0.4, n_levels)[matrix[:, N_NUMBERS + position].astype(np.int64)]
        for position, n_levels in enumerate(LEVELS)
    )
    return np.asarray(effect - effect.mean(), dtype=np.float64)


def _spec() -> FeatureSpec:
    names = [f"number_{position}" for position in range(N_NUMBERS)] + [f"category_{n}" for n in LEVELS]
    signals = tuple(Signal(name, name, "fit") for name in names)
    numbers = tuple(Feature(name, name, "numeric", name) for name in names[:N_NUMBERS])
    categories = tuple(
        Feature(name, name, "category", name, levels=tuple(f"level {level}" for level in range(n_levels)))
        for name, n_levels in zip(names[N_NUMBERS:], LEVELS, strict=True)
    )
    columns = tuple(
        InputColumn(f.source, "category" if f.levels else "numeric", f.levels) for f in numbers + categories
    )
    return FeatureSpec(columns, signals, numbers + categories, dated=False)
