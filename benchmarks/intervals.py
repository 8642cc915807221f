"""Whether intervals hold the true chance of new leads, where it is known: ``python -m benchmarks.intervals``.

Each training has leads of its own, at the moment of creation, and other leads to try its intervals on. The true chance
of a lead is then known up to its hidden intent, which nothing tells yet; it is averaged over.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.results import record
from benchmarks.sampled import sampled
from leadscore.model.arrays import Floats
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.recipe import fit_recipe
from leadscore.model.learning.reference_rates import learn_bands
from leadscore.model.sample.traits import BASE_LOG_ODDS, INTENT_LOG_ODDS
from leadscore.model.scoring.contributions.additive import sigmoid
from leadscore.model.scoring.points import points_of
from leadscore.model.scoring.rates import ScoreBands

SEEDS = 20
LEADS = 4_000
BEST_SHARE = 0.1


@dataclass(frozen=True)
class Found:
    """What one training's intervals were worth on new leads; shares are of these leads.

    Attributes:
        held: Share whose interval held the mean true chance of the new leads in its band.
        best_held: The same among the tenth with the highest scores.
        outside: Share whose own probability lies outside its interval.
        span: Mean width of a band, in points, as far as new leads reach.
        width: Mean width of an interval.
        leads: New leads.
    """

    held: float
    best_held: float
    outside: float
    span: float
    width: float
    leads: int


def measured(folder: Path, seed: int, *, leads: int = LEADS) -> Found:
    """Train on one sample, and try the intervals on another."""
    old, new = (sampled(folder / str(s), leads, seed=s, age_days=0) for s in (seed, seed + 1_000))
    recipe = fit_recipe(old.tables, old.config, old.matured)
    bands = learn_bands(recipe.fitted.out_of_fold, EvaluationSet.of(old.matured))
    return tried(bands, recipe.fitted.model.log_odds(new.matrix(recipe.spec)), chance_without_intent(new.truth))


def tried(bands: ScoreBands, log_odds: Floats, chance: Floats) -> Found:
    """What intervals are worth on leads whose true chance is known."""
    low, high, block = np.array(bands.low), np.array(bands.high), bands.of(log_odds)
    reach = np.array([bands.reach(number) for number in range(len(low))])
    within = [(log_odds >= lowest) & (log_odds < highest) for lowest, highest in reach]
    mean = np.array([chance[rows].mean() if rows.any() else np.nan for rows in within])
    held = ((low <= mean) & (mean <= high))[block]
    probability, best = sigmoid(log_odds), log_odds >= np.quantile(log_odds, 1 - BEST_SHARE)
    span = points_of(np.diff(np.clip(reach, log_odds.min(), log_odds.max()), axis=1)[:, 0])
    return Found(
        held=float(held.mean()),
        best_held=float(held[best].mean()),
        outside=float(((probability < low[block]) | (probability > high[block])).mean()),
        span=float(span[block].mean()),
        width=float((high - low)[block].mean()),
        leads=len(log_odds),
    )


def chance_without_intent(truth: pd.DataFrame) -> Floats:
    """The true chance of leads whose hidden intent is any, by Gauss-Hermite quadrature."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(40)
    known = (truth["fit"] + truth["context"]).to_numpy()
    log_odds = known[:, None] + BASE_LOG_ODDS + INTENT_LOG_ODDS * nodes
    return np.asarray((sigmoid(log_odds) * weights).sum(axis=1) / weights.sum())


def runs(seeds: Sequence[int]) -> Iterator[Found]:
    """One training after the other."""
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            found = measured(Path(folder), seed)
        print(f"seed {seed}: {found}", flush=True)
        yield found


def mean_and_error(values: Sequence[float]) -> tuple[float, float]:
    """The mean, and its standard error over the trainings."""
    return float(np.mean(values)), float(np.std(values, ddof=1) / np.sqrt(len(values)))


def main(seeds: int = SEEDS) -> None:
    """Measure, print and record."""
    found = list(runs(range(1, seeds + 1)))
    names = ("held", "best_held", "outside", "span", "width")
    figures = {name: mean_and_error([getattr(one, name) for one in found]) for name in names}
    for name, (mean, error) in figures.items():
        print(f"{name}: {mean:.3f} ± {error:.3f}")
    record("intervals", {"seeds": seeds, "leads": LEADS, "figures": figures})


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
