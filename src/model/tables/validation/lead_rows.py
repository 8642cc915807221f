"""Leads as they were read: valid rows as the arrays a model looks at, and what people are shown."""

import hashlib
from dataclasses import replace
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore.model.config import PEOPLE
from leadscore.model.features.leads import LeadTable
from leadscore.model.tables.reading import Source
from leadscore.model.tables.validation.cells import Cell, feature_key
from leadscore.model.tables.validation.copies import first_copies
from leadscore.model.tables.validation.schemas import cells_schema, unique_schema
from leadscore.model.tables.validation.selecting import KEPT_LEADS, ROW, select
from leadscore.model.tables.validation.sifting import Sifted, sift


def read_lead_rows(
    connection: duckdb.DuckDBPyConnection, source: Source, cells: tuple[Cell, ...], *, not_after: int
) -> Sifted:
    """Valid leads in the order of the file, one column per cell and ``id``; of equal ids the first valid row."""
    frame = connection.sql(select(source, cells)).to_arrow_table().to_pandas()
    sifted = sift(frame, cells_schema("leads", cells, not_after=not_after))
    identity = next((cell for cell in cells if cell.key == "id"), None)
    if identity is None:
        return replace(sifted, good=sifted.good.assign(id=sifted.good[ROW].astype("str")))
    return sifted.then(sift(sifted.good, unique_schema("leads", identity, rule="duplicate_lead")))


def keep_leads(connection: duckdb.DuckDBPyConnection, good: pd.DataFrame) -> None:
    """Let other tables find the leads that were kept, by id."""
    ids = good[["id"]].assign(position=np.arange(len(good), dtype=np.int64))
    connection.register("leads_to_keep", ids)
    connection.execute(f"CREATE TEMP TABLE {KEPT_LEADS} AS SELECT id, position FROM leads_to_keep")
    connection.unregister("leads_to_keep")


def lead_table(good: pd.DataFrame, cells: tuple[Cell, ...]) -> LeadTable:
    """The columns a model may look at, and the dates from which some of them are known."""
    columns = {cell.column: _array(good[cell.key]) for cell in cells if cell.key == feature_key(cell.column)}
    created_at = good["created_at"].to_numpy() if "created_at" in good else None
    return LeadTable(tuple(good["id"].tolist()), columns, created_at)


def people_table(good: pd.DataFrame) -> pd.DataFrame:
    """Text for people to read, by the keys of ``[leads]``; None where there is none."""
    return pd.DataFrame({key: _array(good[key]) for key in PEOPLE if key in good}, index=good.index, dtype=object)


def lead_groups(good: pd.DataFrame) -> NDArray[np.int64] | None:
    """Per lead what it must never be parted from, as in ``Tables``; None where every lead stands for itself."""
    first = first_copies(good)
    if "group" not in good:
        return first if (first != np.arange(len(good))).any() else None
    codes, values = pd.factorize(good["group"])
    numbers = np.array([_below_zero(str(value)) for value in values], dtype=np.int64)
    return np.where(codes < 0, first, np.append(numbers, 0)[codes])


def _below_zero(text: str) -> int:
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return -1 - (int.from_bytes(digest) >> 1)


def _array(values: "pd.Series[Any]") -> NDArray[Any]:
    if pd.api.types.is_numeric_dtype(values):
        return values.to_numpy()
    return values.astype(object).where(values.notna(), None).to_numpy()
