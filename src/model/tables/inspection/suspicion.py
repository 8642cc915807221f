"""Cheap signs, in a raw export, that a column was written after the lead had converted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from leadscore.model.moments import DAY
from leadscore.model.tables.casting import moment_sql, number_sql, quoted, text_sql
from leadscore.model.tables.findings.univariate import auc_alone, filled
from leadscore.model.tables.inspection.lexicon import WRITTEN_AFTER
from leadscore.model.tables.inspection.roles import Finding
from leadscore.model.tables.inspection.winners import Winners
from leadscore.model.tables.reading.sources import Source

_TOO_GOOD, _GOOD = 0.9, 0.7
_OFTEN_FILLED, _RARELY_FILLED, _FEWEST_LEADS = 0.1, 0.02, 20
_MOSTLY = 0.5


@dataclass(frozen=True)
class _Column:
    """A column of the leads, as numbers (dates in days since 1970) or text, beside what became of the leads."""

    name: str
    role: str
    values: NDArray[Any]
    converted: NDArray[np.bool_]
    won_at: NDArray[np.float64]


def suspicions(
    connection: duckdb.DuckDBPyConnection, leads: Source, findings: Sequence[Finding], winners: Winners
) -> dict[str, str]:
    """Why a column seems to have been written after the outcome, by column; others are left out."""
    columns = list(_columns(connection, leads, findings, winners))
    found = ((column.name, next(filter(None, (sign(column) for sign in SIGNS)), None)) for column in columns)
    return {name: why for name, why in found if why}


def _columns(
    connection: duckdb.DuckDBPyConnection, leads: Source, findings: Sequence[Finding], winners: Winners
) -> Iterator[_Column]:
    values = ", ".join(f"{_value(finding)} AS value_{position}" for position, finding in enumerate(findings))
    rows = connection.execute(
        f"SELECT {winners.converted} AS converted, CAST({winners.won_at} AS DOUBLE) AS won_at, {values}"
        f" FROM {quoted(leads.view)} AS lead {winners.join}"
    ).fetchnumpy()
    converted, won_at, *found = (_plain(np.asanyarray(array)) for array in rows.values())
    if not 0 < converted.sum() < len(converted):
        return
    for finding, array in zip(findings, found, strict=True):
        yield _Column(finding.column, finding.role, array, converted, won_at / DAY)


def _value(finding: Finding) -> str:
    column, settings = f"lead.{quoted(finding.column)}", finding.settings
    if settings is not None and settings.role == "numeric":
        return number_sql(column, decimal=settings.decimal)
    if settings is not None and settings.role == "date":
        return f"CAST({moment_sql(column, day_first=settings.day_first)} AS DOUBLE) / {DAY}"
    return text_sql(column)


def _plain(array: NDArray[Any]) -> NDArray[Any]:
    """A column without its mask: NaN or None where it is masked."""
    values, missing = np.ma.getdata(array).copy(), np.ma.getmaskarray(array)
    if missing.any():
        values[missing] = None if array.dtype.kind == "O" else np.nan
    return values


def _filled_for_winners(column: _Column) -> str | None:
    known, won = filled(column.values), column.converted
    share, other_share = known[won].mean(), known[~won].mean()
    enough = share * min(won.sum(), (~won).sum()) >= _FEWEST_LEADS
    if share >= _OFTEN_FILLED and other_share <= _RARELY_FILLED * share and enough:
        return f"it is filled for {share:.0%} of the leads that converted, and for {other_share:.1%} of the others"
    return None


def _dated_after(column: _Column) -> str | None:
    if column.role != "date":
        return None
    known = filled(column.values) & ~np.isnan(column.won_at)
    share = (column.values[known] >= column.won_at[known]).mean() if known.any() else 0.0
    if known.sum() >= _FEWEST_LEADS and share > _MOSTLY:
        return f"for {share:.0%} of the leads that converted, its date is that of the conversion or a later one"
    return None


def _tells(column: _Column) -> str | None:
    if column.role not in ("numeric", "category"):
        return None
    auc = auc_alone(column.values, column.converted, seed=0).value
    if auc >= _TOO_GOOD:
        return f"it alone tells converted leads from others (AUC {auc:.2f})"
    if auc >= _GOOD and WRITTEN_AFTER.rank(column.name) is not None:
        return f"its name says that it is written during or after contact, and it predicts much (AUC {auc:.2f})"
    return None


SIGNS = (_filled_for_winners, _dated_after, _tells)
