"""Points and reasons in numbers against LightGBM's contributions, and one request against one prediction.

``python -m benchmarks.points``
"""

import time
from collections.abc import Callable, Sequence
from statistics import median

import lightgbm as lgb
import numpy as np

from benchmarks.results import record
from leadscore.model.arrays import Floats
from leadscore.model.card import Card
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable
from leadscore.model.features.spec import Feature, FeatureSpec, InputColumn, Signal
from leadscore.model.learning.learner.boosting import BoostingRows, BoostingRun, boost, scaled_text
from leadscore.model.learning.learner.logistic import fit_logistic
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contributions.additive import AdditiveModel
from leadscore.model.scoring.rates import Bins, ReferenceRates, SegmentRates, SignalRates
from leadscore.model.scoring.reasons.reasoner import Reasoner
from leadscore.model.scoring.scorer import Scorer

Work = Callable[[Floats], object]

LEADS = 100_000
_TRAINING_LEADS = 20_000
_TREES = 400
_NUMBERS, _CATEGORIES = 30, 10
_LEVELS = tuple(f"level {number}" for number in range(12))
_SEED = 0
_THREADS = 2
_CHUNKS, _REQUESTS = 10, 200


def main(*, leads: int = LEADS) -> None:
    """Measure, print and record both ratios."""
    generator = np.random.default_rng(_SEED)
    spec = _spec()
    model = _model(spec, _matrix(generator, _TRAINING_LEADS), generator)
    bundle = Bundle(spec, model, model.intercept, {}, Card(), evidence=_reference_rates(spec))
    trees = lgb.Booster(model_str=model.booster)
    matrix, scorer, reasoner = _matrix(generator, leads), Scorer(bundle, threads=_THREADS), Reasoner(bundle)
    explaining = _ratio(
        lambda rows: reasoner.past_rates(rows, scorer.explain(rows)),
        lambda rows: trees.predict(rows, pred_contrib=True, num_threads=_THREADS),
        inputs=np.array_split(matrix, _CHUNKS),
    )
    single, lead = Scorer(bundle), _one_lead()
    none, as_of = EventLog.empty(1), np.zeros(1, dtype=np.int64)
    request = _ratio(
        lambda _: single.score(lead, none, as_of),
        lambda row: trees.predict(row, num_threads=1),
        inputs=[matrix[:1]] * _REQUESTS,
    )
    print(f"points: {explaining['ratio']:.2f}x the time of LightGBM's contributions, {leads:,} leads")
    print(f"points: one lead {request['ms']:.2f} ms, {request['ratio']:.1f}x the time of LightGBM's prediction")
    record("points", {"leads": leads, "trees": _TREES, "explaining_chunk": explaining, "request": request})


def _ratio(ours: Work, theirs: Work, *, inputs: Sequence[Floats]) -> dict[str, float]:
    """Median ratio of times taken in turn, and our median time in milliseconds."""
    ours(inputs[0][:1])
    theirs(inputs[0][:1])
    pairs = [(_seconds(ours, rows), _seconds(theirs, rows)) for rows in inputs]
    ratio = median(mine / yours for mine, yours in pairs)
    return {"ratio": round(ratio, 3), "ms": round(1000 * median(mine for mine, _ in pairs), 3)}


def _seconds(work: Work, rows: Floats) -> float:
    start = time.perf_counter()
    work(rows)
    return time.perf_counter() - start


def _spec() -> FeatureSpec:
    """Numbers and categories, two to a signal."""
    names = [f"number {i}" for i in range(_NUMBERS)] + [f"category {i}" for i in range(_CATEGORIES)]
    columns = [InputColumn(name, "numeric") for name in names[:_NUMBERS]]
    columns += [InputColumn(name, "category", _LEVELS) for name in names[_NUMBERS:]]
    signals = tuple(Signal(f"signal {i}", f"Signal {i}", "fit") for i in range(len(names) // 2))
    features = tuple(
        Feature(column.name, signals[i // 2].name, column.role, column.name, levels=column.levels)  # type: ignore[arg-type]
        for i, column in enumerate(columns)
    )
    return FeatureSpec(tuple(columns), signals, features, dated=False)


def _reference_rates(spec: FeatureSpec) -> ReferenceRates:
    """Rates of every kind for every signal: numbers in six bins, categories by level."""
    bins = [
        Bins(position, codes=len(feature.levels) + 1) if feature.levels else Bins(position, (-1.0, -0.5, 0.0, 0.5, 1.0))
        for position, feature in enumerate(spec.features)
    ][::2]
    rates = tuple(_rates(part) for part in bins)
    return ReferenceRates(typical=0.2, shares=(1 / len(rates),) * len(rates), rates=rates)


def _rates(part: Bins) -> SignalRates:
    n = part.size
    half = SegmentRates((0.25,) * n, (50,) * n, (0.2,) * n)
    return SignalRates((part,), (0.22,) * n, (100,) * n, tuple(range(n)), (0.21,) * n, half, half)


def _matrix(generator: np.random.Generator, rows: int) -> Floats:
    numbers = generator.normal(size=(rows, _NUMBERS))
    numbers[generator.random(numbers.shape) < 0.1] = np.nan
    return np.hstack([numbers, generator.integers(0, len(_LEVELS) + 1, (rows, _CATEGORIES)).astype(np.float64)])


def _model(spec: FeatureSpec, matrix: Floats, generator: np.random.Generator) -> AdditiveModel:
    log_odds = np.nan_to_num(matrix[:, :3]).sum(axis=1) + (matrix[:, -1] == 1) - 2
    converted = generator.random(len(matrix)) < 1 / (1 + np.exp(-log_odds))
    rows = BoostingRows(matrix, converted, np.ones(len(matrix)), tuple(spec.categorical))
    levels = [len(feature.levels) + 1 if feature.categorical else 0 for feature in spec.features]
    booster = boost(rows, BoostingRun(_SEED, _THREADS), rounds=_TREES)
    logistic = fit_logistic(matrix, converted, rows.weights, levels=levels)
    return AdditiveModel(scaled_text(booster, 0.5), logistic.linear.scaled(0.5), 0.5 * logistic.intercept)


def _one_lead() -> LeadTable:
    numbers = {f"number {i}": np.full(1, 0.5) for i in range(_NUMBERS)}
    categories = {f"category {i}": np.array([_LEVELS[0]], dtype=object) for i in range(_CATEGORIES)}
    return LeadTable(("1",), {**numbers, **categories})


if __name__ == "__main__":
    main()
