"""Features over windows of events against the same aggregation in DuckDB SQL: ``python -m benchmarks.features``."""

import argparse
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.activity import AGES_DAYS, Size, write_activity
from benchmarks.own_process import in_own_process
from benchmarks.results import record

Runs = dict[str, list[dict[str, float]]]

FULL = Size(events=20_000_000, leads=100_000)


def main(size: Size = FULL, *, pairs: int = 2) -> None:
    """Measure, print and record the ratios.

    The direct query is run once, the staged one in turn with the product, so that both see the same machine.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"features: writing {size.events:,} events of {size.leads:,} leads")
        write_activity(folder, size)
        runs: Runs = {"product": [], "staged": [], "direct": []}
        for side in ["product", "direct", *["staged", "product"] * (pairs - 1), "staged"]:
            run = in_own_process("benchmarks.sides", side, str(folder), str(folder / f"{side}.npy"))
            runs[side].append(run)
            print(f"features: {side} {run['seconds']:.1f} s, peak {run['peak_mib']:,.0f} MiB", flush=True)
        _require_equal(folder)
    figures = _figures(runs) | {"events": size.events, "snapshots": size.leads * len(AGES_DAYS)}
    print(f"features: {figures['ratio_to_direct_sql']:.2f}x the time of direct SQL (goal: at most 1.0x),")
    print(f"features: {figures['ratio_to_staged_sql']:.2f}x the time of SQL staged by hand")
    record("features", figures)


def _require_equal(folder: Path) -> None:
    matrices = {side: np.load(folder / f"{side}.npy") for side in ("product", "direct", "staged")}
    for side in ("direct", "staged"):
        np.testing.assert_array_equal(matrices["product"], matrices[side], err_msg=f"product and {side} disagree")


def _figures(runs: Runs) -> dict[str, Any]:
    direct = median(run["seconds"] for run in runs["direct"])
    product = [run["seconds"] for run in runs["product"]]
    staged = [run["seconds"] for run in runs["staged"]]
    return {
        "ratio_to_direct_sql": round(median(product) / direct, 3),
        "ratio_to_staged_sql": round(median(p / s for p, s in zip(product, staged, strict=True)), 3),
        "seconds": {side: [round(run["seconds"], 1) for run in found] for side, found in runs.items()},
        "cpu_seconds": {side: [round(run["cpu_seconds"], 1) for run in found] for side, found in runs.items()},
        "peak_mib": {side: round(max(run["peak_mib"] for run in found)) for side, found in runs.items()},
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=FULL.events)
    parser.add_argument("--leads", type=int, default=FULL.leads)
    parser.add_argument("--pairs", type=int, default=2)
    chosen = parser.parse_args()
    main(Size(chosen.events, chosen.leads), pairs=chosen.pairs)
