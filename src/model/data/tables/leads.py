"""Leads as they were read: valid rows as arrays, and leads that repeat another one."""

import hashlib
from dataclasses import replace
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore.model.arrays import Integers, Mask
from leadscore.model.config import PEOPLE
from leadscore.model.data.sources import Source
from leadscore.model.data.tables.cells import ROW, Cell, feature_key, select
from leadscore.model.data.tables.checking import EMPTIED, Sifted, cells_schema, sift, unique_schema
from leadscore.model.features.leads import LeadTable
from leadscore.model.timestamps import DAY

_NOT_COMPARED = (ROW, "id", "target")
_PERSONAL = ("name", "email", "phone")
_MOST_COPIES = 20
"""More leads that are alike are a kind of leads, not one lead."""


def first_copies(good: pd.DataFrame) -> Integers:
    """Per lead the position of the first one that equals it in everything read but id and target; mostly its own.

    Two equal leads are taken for copies only where something that was read identifies leads: a person's name, address
    or number, a creation with its time of day, or a number that nearly every lead has for itself.
    """
    own = np.arange(len(good), dtype=np.int64)
    compared = good.drop(columns=[key for key in _NOT_COMPARED if key in good])
    if compared.shape[1] == 0:
        return own
    kind, _ = pd.factorize(pd.util.hash_pandas_object(compared, index=False).to_numpy())
    copies = np.bincount(kind, minlength=1)
    if copies.max() <= 1:
        return own
    _, first = np.unique(kind, return_index=True)
    once = compared.iloc[first]
    identified = (copies[kind] <= _MOST_COPIES) & (_timed(once) or _numbered(once, len(good)) | _personal(good))
    return np.where(identified, first[kind], own)


def _timed(once: pd.DataFrame) -> bool:
    return "created_at" in once and bool((once["created_at"] % DAY != 0).mean() > 1 / 2)


def _numbered(once: pd.DataFrame, n_leads: int) -> bool:
    """Whether a number distinguishes most kinds of leads, and there are too many kinds for leads to meet by chance."""
    numbers = once.select_dtypes("float64")
    enough = len(once) * _MOST_COPIES > n_leads
    return enough and any(numbers[key].nunique() > len(once) / 2 for key in numbers)


def _personal(good: pd.DataFrame) -> Mask:
    known = [good[key].notna().to_numpy() for key in _PERSONAL if key in good]
    return np.logical_or.reduce(known) if known else np.zeros(len(good), dtype=bool)


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


def lead_table(good: pd.DataFrame, cells: tuple[Cell, ...], rejects: pd.DataFrame) -> LeadTable:
    """The columns a model may look at, the dates from which some of them are known, and which cells were emptied."""
    columns = {cell.column: _array(good[cell.key]) for cell in cells if cell.key == feature_key(cell.column)}
    created_at = good["created_at"].to_numpy() if "created_at" in good else None
    emptied = rejects[rejects["effect"] == EMPTIED].groupby("column")["row"]
    unread = {str(name): good[ROW].isin(rows).to_numpy(dtype=bool) for name, rows in emptied if name in columns}
    return LeadTable(tuple(good["id"].tolist()), columns, created_at, unread)


def people_table(good: pd.DataFrame) -> pd.DataFrame:
    """Text for people to read, by the keys of ``[leads]``; None where there is none."""
    return pd.DataFrame({key: _array(good[key]) for key in PEOPLE if key in good}, index=good.index, dtype=object)


def lead_groups(good: pd.DataFrame) -> Integers | None:
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
