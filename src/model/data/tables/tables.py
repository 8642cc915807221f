"""Valid tables, the one shape that every later stage takes, and a fingerprint of their content."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore.model.arrays import Integers, Moments
from leadscore.model.card.training_data import DataFingerprint
from leadscore.model.data.sources import Remark
from leadscore.model.data.tables.data_end import DataEnd
from leadscore.model.data.tables.matching import IdMatch
from leadscore.model.features.events import Coded, EventLog
from leadscore.model.features.leads import LeadTable
from leadscore.model.timestamps import NEVER, iso

CONVERTED, DISQUALIFIED, LOST = "converted", "disqualified", "lost"


@dataclass(frozen=True)
class Tables:
    """Valid rows, and what was rejected on the way.

    Attributes:
        leads: The leads a model may look at, in the order of the file.
        events: The events of these leads; empty where there are none.
        outcomes: One row per lead that has ended, ordered by ``lead``: ``lead`` (int64 position in ``leads``),
            ``occurred_at`` (int64 moment), ``outcome`` (converted, disqualified or lost), ``amount`` (float64) and
            ``reason`` (text). Empty for a flat file with a target column.
        target: Per lead, whether the target column says converted; None where outcomes are a table.
        people: Per lead, text columns for people to read (name, company, ...), never for the model.
        rejects: One row per failure: ``table``, ``row`` (1-based data row of the file), ``rule``, ``column`` and
            ``effect`` (row rejected, cell emptied, counted once or row kept).
        rows_read: Number of rows read, per table.
        data_until: The end of the data, or the configured one; None without dates.
        lead_group: Per lead what must stay together: a negative number that stands for the value of the group
            column in every table; where there is none, the position of the first lead that it repeats under a
            different id, mostly its own. None where every lead stands for itself.
        unclear: Positions of the leads of which every outcome was rejected: nobody knows how they ended.
        still_open: Positions of the leads of which a row says that they are open; others merely have no outcome.
        end: Why the data end there; None without dates.
        over: Positions of the leads that have ended by the target column, at a moment that nobody knows.
        remarks: What is to be told about how the files were read, per table.
        matches: How the ids of the other tables meet those of the leads.
    """

    leads: LeadTable
    events: EventLog
    outcomes: pd.DataFrame
    target: "pd.Series[bool] | None"
    people: pd.DataFrame
    rejects: pd.DataFrame
    rows_read: Mapping[str, int]
    data_until: int | None
    lead_group: Integers | None = None
    unclear: Integers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    still_open: Integers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    over: Integers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    remarks: Mapping[str, tuple[Remark, ...]] = field(default_factory=dict)
    matches: tuple[IdMatch, ...] = ()
    end: DataEnd | None = None


def fingerprint(tables: Tables) -> DataFingerprint:
    """Row counts, the range of dates, and a hash per column."""
    columns = {f"leads.{name}": _digest(values) for name, values in _lead_facts(tables)}
    columns |= {f"leads.columns.{name}": _digest(values) for name, values in sorted(tables.leads.columns.items())}
    columns |= {f"events.{name}": digest for name, digest in _event_digests(tables.events)}
    columns |= {f"outcomes.{name}": _digest(tables.outcomes[name].to_numpy()) for name in tables.outcomes.columns}
    rows = {"leads": len(tables.leads), "events": len(tables.events), "outcomes": len(tables.outcomes)}
    first, last = _range(tables)
    summary = {"rows": rows, "first": first, "last": last, "columns": columns}
    return DataFingerprint(rows, first, last, columns, hashlib.sha256(repr(summary).encode()).hexdigest())


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
