"""A fingerprint of the data a model was trained on: equal data, equal fingerprint, and no value can be read back."""

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore.model.features.events import Coded, EventLog
from leadscore.model.moments import NEVER, Moments, iso
from leadscore.model.tables.schema import Tables


def fingerprint(tables: Tables) -> dict[str, Any]:
    """Row counts, the range of dates, and a hash per column, as plain values.

    Returns:
        ``rows`` kept per table, ``first`` and ``last`` moment (None without dates), ``columns`` with sixteen hex
        digits of SHA-256 per column, and ``sha256`` over all of it.
    """
    columns = {f"leads.{name}": _digest(values) for name, values in _lead_facts(tables)}
    columns |= {f"leads.columns.{name}": _digest(values) for name, values in sorted(tables.leads.columns.items())}
    columns |= {f"events.{name}": digest for name, digest in _event_digests(tables.events)}
    columns |= {f"outcomes.{name}": _digest(tables.outcomes[name].to_numpy()) for name in tables.outcomes.columns}
    rows = {"leads": len(tables.leads), "events": len(tables.events), "outcomes": len(tables.outcomes)}
    first, last = _range(tables)
    summary = {"rows": rows, "first": first, "last": last, "columns": columns}
    return summary | {"sha256": hashlib.sha256(repr(summary).encode()).hexdigest()}


def _lead_facts(tables: Tables) -> Iterator[tuple[str, NDArray[Any]]]:
    """What is known of leads beside the columns to learn from."""
    yield "id", np.array(tables.leads.ids, dtype=object)
    if tables.leads.created_at is not None:
        yield "created_at", tables.leads.created_at
    if tables.target is not None:
        yield "target", tables.target.to_numpy()
    if tables.lead_group is not None:
        yield "group", tables.lead_group


def _event_digests(events: EventLog) -> Iterator[tuple[str, str]]:
    yield "offsets", _digest(events.offsets)
    yield "occurred_at", _digest(events.occurred_at)
    yield "value", _digest(events.value)
    yield "type", _coded_digest(events.type)
    for name, coded in sorted(events.attributes.items()):
        yield f"attributes.{name}", _coded_digest(coded)


def _coded_digest(coded: Coded) -> str:
    """Of the codes and what they stand for."""
    return _digest(np.array([*coded.levels, _digest(coded.codes)], dtype=object))


def _digest(values: NDArray[Any]) -> str:
    plain = pd.util.hash_array(values) if values.dtype == object else np.ascontiguousarray(values)
    return hashlib.sha256(plain.tobytes()).hexdigest()[:16]


def _range(tables: Tables) -> tuple[str | None, str | None]:
    created: Moments | None = tables.leads.created_at
    known = created[created != NEVER] if created is not None else np.zeros(0, dtype=np.int64)
    if len(known) == 0:
        return None, None
    return iso(int(known.min())), None if tables.data_until is None else iso(tables.data_until)
