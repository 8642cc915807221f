"""Tables that were read and are of no use: no valid row, or no lead that converted."""

from collections.abc import Iterator, Sequence

import pandas as pd

from leadscore.model.config import Config
from leadscore.model.data.tables.checking import REJECTED, by_rule
from leadscore.model.data.tables.tables import CONVERTED, Tables
from leadscore.model.errors import DataError, some
from leadscore.model.scoring.language import english

_MOST_KINDS = 20


class UnusableError(DataError):
    """Tables were read, but there is nothing to learn from them; ``rejects`` says why, row by row."""

    def __init__(self, what: str, *, where: str, remedy: str, rejects: pd.DataFrame) -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.rejects = rejects


def refuse_unusable(tables: Tables, config: Config, *, levels: Sequence[str]) -> None:
    """Refuse tables without a single valid row, or without a single lead that converted.

    Args:
        tables: What was read.
        config: Which columns mean what.
        levels: The values found in the column that says which leads converted.

    Raises:
        UnusableError: As said.
    """
    refuse_empty("leads", len(tables.leads), tables, path=config.leads.path)
    if config.events and tables.rows_read["events"]:
        refuse_empty("events", len(tables.events), tables, path=config.events.path)
    if config.outcomes:
        refuse_empty("outcomes", len(tables.outcomes), tables, path=config.outcomes.path)
    _refuse_without_positives(tables, config, levels)


def refuse_empty(table: str, kept: int, tables: Tables, *, path: str) -> None:
    """Refuse a table of which no row was kept.

    Raises:
        UnusableError: As said.
    """
    if kept:
        return
    rows_read, rejects = tables.rows_read[table], tables.rejects
    if not rows_read:
        raise UnusableError(
            f"The table of {table} has no rows", where=path, remedy="export it with its rows", rejects=rejects
        )
    broken = by_rule(rejects[(rejects["table"] == table) & (rejects["effect"] == REJECTED)])
    worst = sorted(broken, key=lambda failure: -failure.count)
    remedies = [english().say(f"rules.{worst[0].rule}_remedy"), *_proposed(table, tables)]
    places = [f"{failure.rule} in {failure.count} ({some(failure.rows)})" for failure in worst]
    raise UnusableError(
        f"Not one of the {rows_read} rows of {table} can be used",
        where="; ".join([path, *places]),
        remedy=remedies[-1],
        rejects=rejects,
    )


def refuse_unmet_events(tables: Tables) -> None:
    """Refuse events of which none belongs to a lead: every lead would be scored as one that did nothing.

    Raises:
        UnusableError: As said.
    """
    for match in tables.matches:
        if match.table == "events" and not match.met:
            raise UnusableError(
                f"Not one of the {match.rows} events belongs to one of the {len(tables.leads)} leads",
                where=match.path,
                remedy=[english().say("rules.unknown_lead_remedy"), *_proposed("events", tables)][-1],
                rejects=tables.rejects,
            )


def _proposed(table: str, tables: Tables) -> Iterator[str]:
    """How ids would have to be read for rows of the table to meet a lead."""
    for match in tables.matches:
        if match.table == table and match.rules:
            lead, other = match.spellings
            yield f"write `{match.proposal}` under [leads], so that the id {other} there is the lead {lead}"


def _refuse_without_positives(tables: Tables, config: Config, levels: Sequence[str]) -> None:
    if tables.target is not None:
        found, key, column = bool(tables.target.any()), "leads.positive", config.leads.target
    else:
        found = bool((tables.outcomes["outcome"] == CONVERTED).any())
        key, column = "outcomes.converted", config.outcomes.outcome if config.outcomes else None
    if found:
        return
    raise UnusableError(
        f"No lead converted: no value of the column `{column}` is one of `{key}`",
        where=f"found there: {_kinds_found(levels)}",
        remedy=f"set `{key}` to the values that mean converted",
        rejects=tables.rejects,
    )


def _kinds_found(levels: Sequence[str]) -> str:
    """Only few levels are kinds of outcomes; many are data, which no message repeats."""
    if len(levels) > _MOST_KINDS:
        return f"{len(levels)} different values"
    return some([f'"{level}"' for level in levels], unit="")
