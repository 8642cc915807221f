"""What real exports do to good data: each kind of dirt with its rate, in one table, and a function per kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Mask
from leadscore.model.sample.settings import Table

Cells = NDArray[Any]
Spoil = Callable[[str, np.random.Generator], object]

IMPOSSIBLE_DATES = ("2024-02-30 10:00:00", "0000-00-00 00:00:00", "2204-05-17 09:30:00", "2025-13-01 08:00:00")


def blank(_cell: str, _rng: np.random.Generator) -> None:
    """Nothing was entered, or the export lost it."""


def not_available(_cell: str, _rng: np.random.Generator) -> str:
    """Somebody typed that there is nothing to type."""
    return "N/A"


def uneven(cell: str, rng: np.random.Generator) -> str:
    """The same category with other capitals or with spaces around it."""
    return (cell.upper(), cell.title() + " ", " " + cell.upper())[rng.integers(3)]


def dotted_date(cell: str, _rng: np.random.Generator) -> str:
    """A German date, which has lost its seconds."""
    return datetime.fromisoformat(cell).strftime("%d.%m.%Y %H:%M")


def zulu_date(cell: str, _rng: np.random.Generator) -> str:
    """The same moment with T and Z."""
    return cell.replace(" ", "T") + "Z"


def offset_date(cell: str, _rng: np.random.Generator) -> str:
    """The same moment on a clock two hours ahead of UTC."""
    zone = timezone(timedelta(hours=2))
    return datetime.fromisoformat(cell + "+00:00").astimezone(zone).isoformat()


def impossible_date(_cell: str, rng: np.random.Generator) -> str:
    """A date that is none, or that nobody alive will see."""
    return IMPOSSIBLE_DATES[rng.integers(len(IMPOSSIBLE_DATES))]


def year_typo(cell: str, _rng: np.random.Generator) -> str:
    """The year before; as no lead takes a year, this is before its creation."""
    return f"{int(cell[:4]) - 1}{cell[4:]}".replace("-02-29", "-02-28")


def money_style(cell: str, rng: np.random.Generator) -> str:
    """The same amount with a currency sign and a comma, or with cents."""
    return (f"€ {int(cell):,}", f"{cell}.00")[rng.integers(2)]


def stranger(cell: str, _rng: np.random.Generator) -> str:
    """The id of a lead that is not in the export, as if it had been merged or deleted."""
    return "X" + cell[1:]


@dataclass(frozen=True)
class Dirt:
    """One thing that is wrong in an export.

    Attributes:
        name: What it is called in the data dictionary.
        table: The table it is in.
        column: The column whose cells it changes; None where whole rows are repeated further down.
        rate: Share of the filled cells, or of the rows, that it hits.
        spoil: What it makes of a cell; None for rows.
    """

    name: str
    table: str
    column: str | None
    rate: float
    spoil: Spoil | None = None


DIRT: Sequence[Dirt] = (
    Dirt("blank country", "leads", "country", 0.02, blank),
    Dirt("blank industry", "leads", "industry", 0.05, blank),
    Dirt("blank company size", "leads", "company_size", 0.06, blank),
    Dirt("blank job title", "leads", "job_title", 0.04, blank),
    Dirt("blank e-mail", "leads", "email", 0.01, blank),
    Dirt("blank phone", "leads", "phone", 0.3, blank),
    Dirt("late entry after the sale", "leads", "onboarding_manager", 0.03, blank),
    Dirt("industry not available", "leads", "industry", 0.01, not_available),
    Dirt("budget not available", "leads", "budget", 0.01, not_available),
    Dirt("uneven source", "leads", "source", 0.015, uneven),
    Dirt("uneven country", "leads", "country", 0.015, uneven),
    Dirt("money style", "leads", "budget", 0.04, money_style),
    Dirt("dotted date", "leads", "created_at", 0.06, dotted_date),
    Dirt("date with Z", "leads", "created_at", 0.05, zulu_date),
    Dirt("date with offset", "leads", "created_at", 0.01, offset_date),
    Dirt("impossible creation", "leads", "created_at", 0.003, impossible_date),
    Dirt("repeated lead", "leads", None, 0.01),
    Dirt("impossible event date", "events", "occurred_at", 0.001, impossible_date),
    Dirt("event of an unknown lead", "events", "lead_id", 0.005, stranger),
    Dirt("repeated event", "events", None, 0.015),
    Dirt("outcome before creation", "outcomes", "occurred_at", 0.004, year_typo),
)
"""Hits are drawn independently of everything else, one kind after another; a cell is spoilt at most once."""


def soil(block: Mapping[str, Table], rng: np.random.Generator, kinds: Sequence[Dirt] = DIRT) -> Mapping[str, Table]:
    """The block with these kinds of dirt in it; the truth, and the block that was given, stay as they are."""
    return {name: _soil_table(name, table, kinds, rng) for name, table in block.items()}


def _soil_table(name: str, table: Table, kinds: Sequence[Dirt], rng: np.random.Generator) -> Table:
    soiled = dict(table)
    spoilt: dict[str, Mask] = {}
    for dirt in (each for each in kinds if each.table == name):
        if dirt.column is None or dirt.spoil is None:
            soiled = _repeat_rows(soiled, dirt.rate, rng)
            continue
        cells = soiled[dirt.column].copy()
        before = spoilt.setdefault(dirt.column, np.zeros(len(cells), dtype=bool))
        hit = (rng.random(len(cells)) < dirt.rate) & ~before & _filled(cells)
        for row in np.flatnonzero(hit):
            cells[row] = dirt.spoil(cells[row], rng)
        soiled[dirt.column] = cells
        before |= hit
    return soiled


def _filled(cells: Cells) -> Mask:
    return np.array([cell is not None for cell in cells], dtype=bool)


def _repeat_rows(table: Table, rate: float, rng: np.random.Generator) -> dict[str, Cells]:
    count = len(next(iter(table.values())))
    copies = np.flatnonzero(rng.random(count) < rate)
    place = copies + (rng.random(len(copies)) * (count - copies)).astype(np.int64)
    order = np.argsort(np.concatenate([np.arange(count), place]), kind="stable")
    rows = np.concatenate([np.arange(count), copies])[order]
    return {column: cells[rows] for column, cells in table.items()}
