"""Outcomes as they were read: how each lead ended, which are still open, and what came of every other row."""

from dataclasses import dataclass, field

import duckdb
import numpy as np
import pandas as pd

from leadscore.model.arrays import Integers, Moments
from leadscore.model.config import OutcomesSettings
from leadscore.model.data.sources import Source
from leadscore.model.data.tables.cells import ROW, UNREADABLE_MOMENT, Cell, outcome_cells, select
from leadscore.model.data.tables.checking import (
    KEPT,
    Sifted,
    cells_schema,
    failures,
    gather,
    not_before_schema,
    one_of_schema,
    sift,
    unique_schema,
)
from leadscore.model.data.tables.tables import CONVERTED, DISQUALIFIED, LOST
from leadscore.model.timestamps import DAY, NEVER


def _nobody() -> Integers:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class ReadOutcomes:
    """Outcomes as they were read.

    Attributes:
        sifted: One valid outcome per lead that has ended, ordered by lead, with a column per cell.
        unclear: Positions of the leads that have outcomes, but not a valid one: nobody knows how they ended.
        still_open: Positions of the leads of which a row says that they are open, and none that they ended since.
    """

    sifted: Sifted
    unclear: Integers
    still_open: Integers = field(default_factory=_nobody)


def read_outcomes(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    settings: OutcomesSettings,
    *,
    created_at: Moments,
    not_after: int,
    own: bool = False,
) -> ReadOutcomes:
    """The outcome of each lead: the first valid one after which it was not open again.

    A row with a value of ``open`` ends nothing, and its date is not looked at, since it may be a guess; where a table
    tells the stages of leads one after the other, it takes back the ends before it. An outcome dated with a day
    alone, on the day the lead was created, came after the creation: it is dated one microsecond after it.

    Args:
        connection: Where the table is open, and the leads were kept.
        source: The table.
        settings: What its columns and values mean.
        created_at: Per lead, when it was created.
        not_after: The latest believable moment.
        own: Whether it is the table of the leads: a row without a value is then a lead without an outcome, and one
            that was lost at an unknown moment is taken to have been so from the start.
    """
    cells = outcome_cells(settings)
    frame = connection.sql(select(source, cells, order=("lead", "occurred_at"))).to_arrow_table().to_pandas()
    rows_read = len(frame)
    if own:
        frame = frame[frame["lead"] >= 0]  # a row whose lead was rejected was counted there
    open_rows = _says_open(frame, settings, own=own)
    stages = frame[open_rows & (frame["lead"] >= 0)]
    ended, undated = _with_undated_losses(frame[~open_rows], settings, created_at if own else None)
    valid = _valid(ended, cells, settings, created_at=created_at, not_after=not_after)
    good = valid.good.sort_values(["lead", "occurred_at", ROW])
    reopened = _reopened(good, stages, settings)
    notes = gather([undated, _kept(good[reopened], settings, rule="reopened")])
    first = sift(good[~reopened], unique_schema("outcomes", cells[0], rule="duplicate_outcome"))
    rejects = gather([valid.rejects, notes, first.rejects])
    known, over = _leads(ended), _leads(first.good)
    still_open = np.setdiff1d(np.union1d(_leads(stages), _leads(good[reopened])), over)
    return ReadOutcomes(
        Sifted(first.good, rejects, rows_read), np.setdiff1d(np.setdiff1d(known, over), still_open), still_open
    )


def outcome_table(good: pd.DataFrame, settings: OutcomesSettings) -> pd.DataFrame:
    """The columns ``lead``, ``occurred_at``, ``outcome``, ``amount`` and ``reason``."""
    nothing = pd.Series(np.nan, index=good.index)
    return pd.DataFrame(
        {
            "lead": good["lead"],
            "occurred_at": good["occurred_at"],
            "outcome": _meaning(good, settings),
            "amount": good.get("amount", nothing),
            "reason": good.get("reason", nothing).astype("str"),
        }
    )


def no_outcomes() -> pd.DataFrame:
    """The outcomes of a file that has none."""
    kinds = {"lead": "int64", "occurred_at": "int64", "outcome": "str", "amount": "float64", "reason": "str"}
    return pd.DataFrame({name: pd.Series([], dtype=kind) for name, kind in kinds.items()})


def _says_open(frame: pd.DataFrame, settings: OutcomesSettings, *, own: bool) -> "pd.Series[bool]":
    if "outcome" not in frame:
        return pd.Series(False, index=frame.index)
    said = frame["outcome"].isin(settings.open)
    return said | frame["outcome"].isna() if own else said


def _with_undated_losses(
    ended: pd.DataFrame, settings: OutcomesSettings, created_at: Moments | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """In the leads' own table, losses without a date count from the creation on; and what says which they are."""
    if created_at is None or "outcome" not in ended:
        return ended, failures("outcomes", [], rule="", column="", effect="")
    undated = (ended["occurred_at"] == NEVER) & ~ended["outcome"].isin(settings.converted)
    created = pd.Series(created_at[ended["lead"].to_numpy()], index=ended.index)
    dated = ended.assign(occurred_at=ended["occurred_at"].mask(undated, created + 1))
    return dated, _kept(ended[undated], settings, rule="undated_loss")


def _valid(
    ended: pd.DataFrame, cells: tuple[Cell, ...], settings: OutcomesSettings, *, created_at: Moments, not_after: int
) -> Sifted:
    """The rows that say how and when a lead ended, and not before it was created."""
    told = sift(ended, cells_schema("outcomes", cells, not_after=not_after))
    kind = next((cell for cell in cells if cell.key == "outcome"), None)
    if kind is not None and settings.lost and settings.converted != "*":
        values = {*settings.converted, *settings.disqualified, *settings.lost}
        told = told.then(sift(told.good, one_of_schema("outcomes", kind, values, rule="unknown_outcome")))
    created = pd.Series(created_at[told.good["lead"].to_numpy()], index=told.good.index)
    timed = told.good.assign(occurred_at=_on_or_after(told.good["occurred_at"], created))
    schema = not_before_schema("outcomes", cells[1], created, rule="outcome_before_creation")
    return told.then(sift(timed, schema))


_MOSTLY = 0.5


def _reopened(good: pd.DataFrame, stages: pd.DataFrame, settings: OutcomesSettings) -> "pd.Series[bool]":
    """Which ends were taken back: in a history by an open stage after them; of several deals by one that is open.

    A history is a table in which most leads that ended were in an open stage before. In any other the dates of open
    rows are guesses, and a lead that was won once stays so.
    """
    if stages.empty:
        return pd.Series(False, index=good.index)
    dated = stages[stages["occurred_at"] > UNREADABLE_MOMENT]
    first, last = (dated.groupby("lead")["occurred_at"].agg(which) for which in ("min", "max"))
    before = good["lead"].map(first) <= good["occurred_at"]
    if before.groupby(good["lead"]).any().mean() > _MOSTLY:
        return good["occurred_at"] < good["lead"].map(last)
    return good["lead"].isin(stages["lead"]) & (_meaning(good, settings) != CONVERTED)


def _kept(rows: pd.DataFrame, settings: OutcomesSettings, *, rule: str) -> pd.DataFrame:
    return failures("outcomes", rows[ROW].to_numpy(), rule=rule, column=settings.occurred_at, effect=KEPT)


def _leads(rows: pd.DataFrame) -> Integers:
    leads = rows["lead"].to_numpy(dtype=np.int64)
    return np.unique(leads[leads >= 0])


def _on_or_after(occurred_at: "pd.Series[int]", created: "pd.Series[int]") -> "pd.Series[int]":
    day_alone = occurred_at % DAY == 0
    same_day = occurred_at // DAY == created // DAY
    return occurred_at.mask(day_alone & same_day, created + 1)


def _meaning(good: pd.DataFrame, settings: OutcomesSettings) -> "pd.Series[str]":
    if settings.converted == "*" or "outcome" not in good:
        return pd.Series(CONVERTED, index=good.index, dtype="str")
    meaning = pd.Series(LOST, index=good.index, dtype="str")
    meaning = meaning.mask(good["outcome"].isin(settings.disqualified), DISQUALIFIED)
    return meaning.mask(good["outcome"].isin(settings.converted), CONVERTED)
