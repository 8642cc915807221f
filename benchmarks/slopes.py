"""Whether reasons hold on leads not learned from, before and after pruning: ``python -m benchmarks.slopes``.

The sample is always measured; the fixed splits where LEADSCORE_REAL_DATA names the folder of the real data sets.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.comparisons import Comparison, one_row_per_lead
from benchmarks.quality import REAL_DATA
from benchmarks.results import record
from benchmarks.sampled import CATEGORIES, SECTIONS
from benchmarks.splits import BANK_FILE_ORDER, SPLITS
from leadscore.model.arrays import Floats, Mask
from leadscore.model.card import Card, plain
from leadscore.model.config import parse_config
from leadscore.model.data.tables import read_tables
from leadscore.model.features.spec import FeatureSpec, Signal
from leadscore.model.learning.evaluation import log_loss_difference
from leadscore.model.learning.learner.boosting import BoostingRows, BoostingRun
from leadscore.model.learning.learner.effort import folds_for
from leadscore.model.learning.learner.estimator import cross_fit, refit
from leadscore.model.learning.recipe import fit_recipe, prepare_training_data
from leadscore.model.learning.slopes import Slopes, by_signal, fit_pruned, measure_slopes
from leadscore.model.sample import HORIZON_DAYS, NOISE_COLUMNS, SampleSettings, write_sample
from leadscore.model.sample.traits import TRAITS, Trait
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contract import REASONS_SHOWN
from leadscore.model.scoring.contributions.additive import AdditiveModel, sigmoid
from leadscore.model.scoring.points import Explainer
from leadscore.model.timestamps import moment

SPLIT_SEEDS = range(5)
SAMPLE_SEEDS = range(20)
CASES = tuple(name for name in SPLITS if name != BANK_FILE_ORDER)
_COLUMN = "column."


@dataclass(frozen=True)
class Reasons:
    """What the reasons of a model are worth on test rows.

    Attributes:
        misleading: Of the reasons shown, the share from signals whose slope on these rows is surely below 1 and not
            surely above 0.
        per_row: Reasons shown per row.
    """

    misleading: float
    per_row: float


@dataclass(frozen=True)
class Pruned:
    """One seed of one split: reasons before and after pruning, and what pruning does to the predictions.

    Attributes:
        before: Of the model that reads every signal and may name each.
        after: Of the model as the product makes it.
        left_out: Signals taken out.
        signals: Signals there were.
        log_loss: After minus before, with its 95 % interval by paired bootstrap; above 0 pruning made it worse.
    """

    before: Reasons
    after: Reasons
    left_out: int
    signals: int
    log_loss: Mapping[str, float | None]


def on_split(comparison: Comparison, seed: int) -> Pruned:
    """Fit with all signals and as the product does, with the same folds, and look at the reasons of the test rows."""
    rows, spec, run = comparison.training, comparison.spec, BoostingRun(seed, threads=1)
    first = cross_fit(rows, folds_for(rows, seed=seed), spec, run)
    model = refit(rows, spec, run, first).model
    product = fit_pruned(rows, spec, run, one_row_per_lead(rows), first=first)
    columns = [spec.features.index(feature) for feature in product.spec.features]
    test, read = comparison.test, comparison.test.matrix[:, columns]
    before, after = (
        sigmoid(one.log_odds(matrix)) for one, matrix in ((model, test.matrix), (product.fitted.model, read))
    )
    return Pruned(
        before=shown(model, spec, test, test.matrix),
        after=shown(product.fitted.model, product.spec, test, read),
        left_out=len(product.checked.left_out),
        signals=len(spec.signals),
        log_loss=plain(log_loss_difference(one_row_per_lead(test), after, before, seed=seed).estimate()),
    )


def shown(model: AdditiveModel, spec: FeatureSpec, test: BoostingRows, matrix: Floats) -> Reasons:
    """Which of the reasons that the product would show on test rows come from signals that mislead there."""
    evaluation_set = one_row_per_lead(test)
    contributions = by_signal(model.contributions(matrix)[0], spec)
    slopes = measure_slopes(contributions, model.log_odds(matrix), evaluation_set)
    explained = Explainer(Bundle(spec, model, 0.0, {}, Card())).explain(matrix, most=REASONS_SHOWN)
    points = np.take_along_axis(explained.points.signals, explained.strongest, axis=1)
    named = points != 0
    misleading = misleads(slopes)[explained.strongest] & named
    return Reasons(float(misleading.sum() / max(named.sum(), 1)), float(named.sum() / len(matrix)))


def misleads(slopes: Slopes) -> Mask:
    """Signals whose points surely say more than is true and not surely anything."""
    return slopes.surely_too_high & ~slopes.surely_positive


@dataclass(frozen=True)
class Columns:
    """What becomes of the columns of one sample, by name.

    Attributes:
        out: Those that were taken out.
        told: Those that may be reasons of their own.
    """

    out: frozenset[str]
    told: frozenset[str]


def on_sample(folder: Path, seed: int) -> Columns:
    """Make a sample of the usual size, and a model of it as the product does."""
    write_sample(SampleSettings(seed=seed), folder)
    config = parse_config({**SECTIONS, "learning": {"horizon_days": HORIZON_DAYS}}, folder=folder)
    tables = read_tables(config, not_after=moment("2100-01-01"))
    data = prepare_training_data(tables, config)
    recipe = fit_recipe(tables, data.config, data.matured)
    told = (signal for signal in recipe.spec.signals if signal.reason)
    return Columns(_names(recipe.checked.left_out), _names(told))


def true_deviations() -> Mapping[str, float]:
    """Standard deviation of the true log-odds of the categories of the sample, by column."""
    return {name: _deviation(trait) for name, trait in TRAITS.items() if name in CATEGORIES}


def _deviation(trait: Trait) -> float:
    """Over all leads: a level that exists for a part of the period has that part of its share."""
    weights = np.array([level.share * (1 - level.since) for level in trait.levels])
    log_odds = np.array([level.log_odds for level in trait.levels])
    mean = np.average(log_odds, weights=weights)
    return float(np.sqrt(np.average((log_odds - mean) ** 2, weights=weights)))


def _names(signals: Iterable[Signal]) -> frozenset[str]:
    return frozenset(signal.name.removeprefix(_COLUMN) for signal in signals if signal.name.startswith(_COLUMN))


def main(data: Path | None, *, seeds: Sequence[int] = SAMPLE_SEEDS, split_seeds: Sequence[int] = SPLIT_SEEDS) -> None:
    """Measure, print as it goes, and record."""
    samples = list(_samples(seeds))
    count = {name: sum(name in one.out for one in samples) for name in (*NOISE_COLUMNS, *true_deviations())}
    told = {name: sum(name in one.told for one in samples) for name in count}
    figures: dict[str, Any] = {"seeds": len(samples), "out": count, "told": told, "deviations": true_deviations()}
    splits = {} if data is None else {name: _split(name, data, split_seeds) for name in CASES}
    record("slopes", {"sample": figures, "splits": splits})


def _samples(seeds: Sequence[int]) -> Iterator[Columns]:
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            found = on_sample(Path(folder), seed)
        print(f"sample, seed {seed}: out {sorted(found.out)}", flush=True)
        yield found


def _split(name: str, data: Path, seeds: Sequence[int]) -> list[dict[str, Any]]:
    comparison = SPLITS[name](data)
    found = []
    for seed in seeds:
        found.append(asdict(on_split(comparison, seed)))
        print(f"{name}, seed {seed}: {found[-1]}", flush=True)
    return found


if __name__ == "__main__":
    main(Path(os.environ[REAL_DATA]) if os.environ.get(REAL_DATA) else None)
