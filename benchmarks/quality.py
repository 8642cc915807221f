"""How well the learner predicts on fixed splits of real data, beside its peers: ``python -m benchmarks.quality``.

The folder with the data sets is taken from LEADSCORE_REAL_DATA. Everything but AutoGluon runs on one core. What
peers said is kept by version; ``--refresh`` runs them again.
"""

import argparse
import os
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from sklearn.metrics import log_loss, roc_auc_score

from benchmarks.comparisons import Comparison, one_row_per_lead
from benchmarks.peers import OURS, PEERS, TUNED, installed
from benchmarks.peers.automl import AUTOGLUON_SECONDS
from benchmarks.predictions import Predicted, predict
from benchmarks.results import record
from benchmarks.splits import BANK_FILE_ORDER, BANK_RANDOM, COIL2000, SPLITS
from leadscore.model.arrays import Floats
from leadscore.model.card import plain
from leadscore.model.learning.evaluation import log_loss_difference
from leadscore.model.learning.learner.boosting import BoostingRun

REAL_DATA = "LEADSCORE_REAL_DATA"

LOG_LOSS_BARS = {"bpic2012 +1 d": 0.60, "bpic2012 +3 d": 0.615, "bpic2012 +7 d": 0.590, "olist": 0.318}
"""The log loss to reach, where one is set."""

BIAS_BAR, BIAS_BARS = 0.02, {BANK_FILE_ORDER: 0.08}
"""How far the mean prediction may be from the conversion rate of the test rows."""

HITS_BAR, TOP = 120, 800
"""Buyers of coil2000 to find in the top 800, at the median of five seeds; the challenge's winner found 121."""

ALLOWED_LOSSES = {(BANK_RANDOM, TUNED)}
"""Where a peer may be significantly better."""

_SEED = 0
_SEEDS = range(5)

Floats = Floats


def main(data: Path, *, refresh: bool) -> None:
    """Measure every learner on every split; print the table and what misses its bar, and record both."""
    comparisons = {name: build(data) for name, build in SPLITS.items()}
    splits = {name: measure_all(comparison, refresh=refresh) for name, comparison in comparisons.items()}
    hits = hits_by_seed(comparisons[COIL2000])
    missed = [*_missed(splits), *_missed_hits(hits)]
    console = Console(width=140)
    console.print(_table(splits))
    console.print(
        f"{COIL2000}: buyers in the top {TOP} over seeds {list(_SEEDS)}: {hits}, median {np.median(hits):.0f}"
    )
    for line in missed or ["every bar is reached"]:
        console.print(f"quality: {line}", highlight=False)
    versions = {name: f"{peer.library} {peer.version}" for name, peer in installed().items()}
    record("quality", {"splits": splits, "hits_in_top_800": hits, "missed": missed, "versions": versions})


def measure_all(
    comparison: Comparison, *, refresh: bool = False, names: Collection[str] = tuple(PEERS)
) -> dict[str, Any]:
    """Figures of learners on a split, as far as they are installed, and the difference of ours to each."""
    run = BoostingRun(_SEED, threads=1)
    chosen = {name: peer for name, peer in installed().items() if name in names}
    said = {name: predict(name, peer, comparison, run, refresh=refresh) for name, peer in chosen.items()}
    sides = {"training": comparison.training.converted, "test": comparison.test.converted}
    shape = {side: {"rows": len(label), "base_rate": round(float(label.mean()), 4)} for side, label in sides.items()}
    return {**shape, "learners": {name: _figures(comparison, found, said) for name, found in said.items()}}


def _figures(comparison: Comparison, found: Predicted, said: dict[str, Predicted]) -> dict[str, Any]:
    test = comparison.test
    gap = log_loss_difference(one_row_per_lead(test), said[OURS].probability, found.probability, seed=_SEED)
    return {
        "roc_auc": round(float(roc_auc_score(test.converted, found.probability)), 4),
        "log_loss": round(float(log_loss(test.converted, found.probability)), 4),
        "mean_prediction": round(float(found.probability.mean()), 4),
        "ours_minus_its": {name: round(float(value or 0.0), 5) for name, value in plain(gap.estimate()).items()},
        "wall_seconds": round(found.wall_seconds, 1),
        "cpu_seconds": round(found.cpu_seconds, 2),
    }


def hits_by_seed(comparison: Comparison) -> list[int]:
    """Buyers among the best-scored 800 test rows, one number per seed."""
    runs = [PEERS[OURS].learn(comparison, BoostingRun(seed, threads=1)) for seed in _SEEDS]
    return [int(comparison.test.converted[np.argsort(-run, kind="stable")[:TOP]].sum()) for run in runs]


def missed_bars(name: str, split: dict[str, Any]) -> Iterator[str]:
    """Sentences about what a split's figures do not reach."""
    ours = split["learners"][OURS]
    if ours["log_loss"] > LOG_LOSS_BARS.get(name, np.inf):
        yield f"{name}: log loss {ours['log_loss']:.4f} is above {LOG_LOSS_BARS[name]}"
    bias = abs(ours["mean_prediction"] - split["test"]["base_rate"])
    if bias > BIAS_BARS.get(name, BIAS_BAR):
        yield f"{name}: the mean prediction is {bias:.4f} off the base rate"
    if ours["wall_seconds"] > AUTOGLUON_SECONDS / 3:
        yield f"{name}: fitting took {ours['wall_seconds']:.0f} s, more than a third of {AUTOGLUON_SECONDS}"
    for peer, found in split["learners"].items():
        if found["ours_minus_its"]["low"] > 0 and (name, peer) not in ALLOWED_LOSSES:
            yield f"{name}: significantly worse than {peer} in log loss, by {found['ours_minus_its']['value']:.4f}"


def _missed(splits: dict[str, Any]) -> Iterator[str]:
    for name, split in splits.items():
        yield from missed_bars(name, split)


def _missed_hits(hits: list[int]) -> Iterator[str]:
    if np.median(hits) < HITS_BAR:
        yield f"{COIL2000}: {np.median(hits):.0f} buyers in the top {TOP}, fewer than {HITS_BAR}"


def gap_text(gap: Mapping[str, float]) -> str:
    """A difference in log loss with its interval."""
    return f"{gap['value']:+.4f} ({gap['low']:+.4f} to {gap['high']:+.4f})"


def _table(splits: dict[str, Any]) -> Table:
    table = Table(
        "split", "learner", "ROC AUC", "log loss", "ours minus its", "mean prediction", "base rate", "seconds"
    )
    for name, split in splits.items():
        for learner, found in split["learners"].items():
            gap, rate = found["ours_minus_its"], f"{split['test']['base_rate']:.4f}"
            difference = "" if learner == OURS else gap_text(gap)
            metrics = [f"{found[key]:.4f}" for key in ("roc_auc", "log_loss")]
            cells = [*metrics, difference, f"{found['mean_prediction']:.4f}", rate, f"{found['wall_seconds']:.1f}"]
            table.add_row(name, learner, *cells, style="bold" if learner == OURS else None)
        table.add_section()
    return table


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--refresh", action="store_true", help="run the peers again")
    if REAL_DATA not in os.environ:
        sys.exit(f"Set {REAL_DATA} to the folder with the real data sets.")
    main(Path(os.environ[REAL_DATA]), refresh=arguments.parse_args().refresh)
