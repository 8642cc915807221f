"""One side of the feature benchmark, in a process of its own: ``python -m benchmarks.sides SIDE FOLDER SAMPLE``.

Prints seconds, processor seconds and peak memory as JSON, and writes some rows of the matrix, to compare sides.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from benchmarks.activity import AGES_DAYS
from benchmarks.own_process import peak_mib
from benchmarks.window_sql import direct_query, staged_query
from benchmarks.windows import LEVELS, window_spec
from leadscore.model.arrays import Floats
from leadscore.model.config import Config, EventsSettings, LeadsSettings, LearningSettings
from leadscore.model.data.tables import read_leads
from leadscore.model.features.leads import Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.timestamps import DAY, moment

Floats = Floats

THREADS = 2
MEMORY_LIMIT = "8GB"
_EVERY = 97
_NOT_AFTER = moment("2100-01-01")


def product(folder: Path) -> Callable[[], Floats]:
    """As the product does it: reading and checking the files, then the feature matrix."""
    leads = LeadsSettings(path="leads.parquet", id="lead_id", created_at="created_at", target="-", positive=("-",))
    events = EventsSettings(
        path="events.parquet", lead_id="lead_id", occurred_at="occurred_at", type="event_type", value="value"
    )
    config = Config(leads=leads, events=events, learning=LearningSettings(threads=THREADS))
    ages, spec = np.array(AGES_DAYS) * DAY, window_spec()

    def work() -> Floats:
        paths = [str(folder / name) for name in (leads.path, events.path)]
        tables = read_leads(config, paths[0], paths[1], not_after=_NOT_AFTER)
        lead = np.repeat(np.arange(len(tables.leads)), len(ages))
        snapshots = Snapshots(lead, np.asarray(tables.leads.created_at)[lead] + np.tile(ages, len(tables.leads)))
        return feature_matrix(spec, tables.leads, tables.events, snapshots)[::_EVERY]

    return work


def sql(folder: Path, query: str) -> Callable[[], Floats]:
    """As DuckDB alone does it, up to the finished columns."""
    settings: dict[str, str | bool | int | float | list[str]] = {"threads": THREADS, "memory_limit": MEMORY_LIMIT}

    def work() -> Floats:
        with duckdb.connect(config=settings) as connection:
            table = connection.sql(query).to_arrow_table()
        return np.column_stack([_numbers(column.to_numpy()[::_EVERY]) for column in table.columns])

    return work


SIDES: dict[str, Callable[[Path], Callable[[], Floats]]] = {
    "product": product,
    "direct": lambda folder: sql(folder, direct_query(window_spec(), folder)),
    "staged": lambda folder: sql(folder, staged_query(window_spec(), folder)),
}


def _numbers(values: NDArray[Any]) -> Floats:
    if values.dtype != object:
        return values.astype(np.float64)
    return np.array([np.nan if value is None else LEVELS.index(value) for value in values], dtype=np.float64)


def main(side: str, folder: str, sample: str) -> None:
    """Run one side once."""
    work = SIDES[side](Path(folder))
    start, start_cpu = time.perf_counter(), time.process_time()
    rows = work()
    measured = {"seconds": time.perf_counter() - start, "cpu_seconds": time.process_time() - start_cpu}
    np.save(sample, rows)
    print(json.dumps({**measured, "peak_mib": peak_mib()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
