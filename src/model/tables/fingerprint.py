"""A fingerprint of the data a model was trained on: equal data, equal fingerprint, and no value can be read back."""

import hashlib
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore.model.moments import NEVER, Moments, iso
from leadscore.model.tables.schema import Tables


def fingerprint(tables: Tables) -> dict[str, Any]:
    """Row counts, the range of dates, and a hash per column, as plain values.

    Returns:
        ``rows`` kept per table, ``first`` and ``last`` moment (None without dates), ``columns`` with sixteen hex
        digits of SHA-256 per column, and ``sha256`` over all of it.
    """
    columns = {f"leads.{name}": _digest(values) for name, values in sorted(tables.leads.columns.items())}
    columns["leads.id"] = _digest(np.array(tables.leads.ids, dtype=object))
    for name, values in (("offsets", tables.events.offsets), ("occurred_at", tables.events.occurred_at)):
        columns[f"events.{name}"] = _digest(values)
    columns["events.type"] = _digest(tables.events.type.codes)
    columns["events.value"] = _digest(tables.events.value)
    for name in tables.outcomes.columns:
        columns[f"outcomes.{name}"] = _digest(tables.outcomes[name].to_numpy())
    if tables.target is not None:
        columns["leads.target"] = _digest(tables.target.to_numpy())
    rows = {"leads": len(tables.leads), "events": len(tables.events), "outcomes": len(tables.outcomes)}
    first, last = _range(tables)
    summary = {"rows": rows, "first": first, "last": last, "columns": columns}
    return summary | {"sha256": hashlib.sha256(repr(summary).encode()).hexdigest()}


def _digest(values: NDArray[Any]) -> str:
    plain = pd.util.hash_array(values) if values.dtype == object else np.ascontiguousarray(values)
    return hashlib.sha256(plain.tobytes()).hexdigest()[:16]


def _range(tables: Tables) -> tuple[str | None, str | None]:
    created: Moments | None = tables.leads.created_at
    known = created[created != NEVER] if created is not None else np.zeros(0, dtype=np.int64)
    if len(known) == 0:
        return None, None
    return iso(int(known.min())), None if tables.data_until is None else iso(tables.data_until)
