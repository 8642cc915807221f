"""What fitting costs, in processor time and memory: ``python -m benchmarks.learning [--large]``."""

import argparse
import json
import sys
import time
from typing import Any

from benchmarks.made_leads import made_leads
from benchmarks.own_process import in_own_process, peak_mib
from benchmarks.results import record
from leadscore.model.learning.learner.boosting import BoostingRun
from leadscore.model.learning.learner.effort import folds_for
from leadscore.model.learning.learner.estimator import fit
from leadscore.model.scoring.language import Message, english

GOAL_SECONDS = {10_000: 60, 200_000: 900}
"""Processor seconds that fitting so many rows may take on one core."""

_SEED = 0


def main(*, large: bool) -> None:
    """Measure each size in a process of its own, print and record."""
    sizes = [rows for rows in GOAL_SECONDS if large or rows == min(GOAL_SECONDS)]
    figures = {str(rows): in_own_process("benchmarks.learning", "--rows", str(rows)) for rows in sizes}
    for rows, found in figures.items():
        goal = f"goal: at most {GOAL_SECONDS[int(rows)]} s"
        print(f"learning: {int(rows):,} rows x {found['columns']} columns: {found['cpu_seconds']:.0f} s ({goal}),")
        print(
            f"learning: peak {found['peak_mib']:,.0f} MiB, of which {found['peak_mib_before']:,.0f} MiB before fitting"
        )
    record("learning", {"sizes": figures})


def measure(n_rows: int) -> dict[str, Any]:
    """Fit once, on one thread."""
    rows, spec = made_leads(n_rows, seed=_SEED)
    folds = folds_for(rows, seed=_SEED)
    before, start = peak_mib(), time.process_time()  # not the clock on the wall, so that a busy machine does not count
    fitted = fit(rows, folds, spec, BoostingRun(_SEED, threads=1), progress=_say)
    return {
        "cpu_seconds": round(time.process_time() - start, 1),
        "peak_mib": round(peak_mib()),
        "peak_mib_before": round(before),
        "columns": rows.matrix.shape[1],
        "folds": fitted.folds,
        "trees": {flavour: list(rounds) for flavour, rounds in fitted.best_rounds.items()},
    }


def _say(step: Message) -> None:
    print(f"learning: {step.said(english())} after {time.process_time():.0f} s", file=sys.stderr, flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="measure 200,000 rows too")
    parser.add_argument("--rows", type=int, help="measure so many rows in this process, and print JSON")
    chosen = parser.parse_args()
    if chosen.rows:
        print(json.dumps(measure(chosen.rows)))
    else:
        main(large=chosen.large)
