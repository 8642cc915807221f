"""Which rows of events and outcomes meet a lead by its id, and how ids would have to be read for more of them to."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd

from leadscore.model.config import IdRule
from leadscore.model.data.sources import Source
from leadscore.model.data.sources.casting import quoted, text_sql
from leadscore.model.data.tables.cells import KEPT_LEADS, LEAD_KEY
from leadscore.model.scoring.language import Wording

_SQL: Mapping[IdRule, str] = {
    "decimals": r"regexp_replace({id}, '^(\d+)\.0+$', '\1')",
    "salesforce": "CASE WHEN regexp_full_match({id}, '[A-Za-z0-9]{{18}}') THEN left({id}, 15) ELSE {id} END",
    "case": "lower({id})",
    "zeros": r"regexp_replace({id}, '^0+(.)', '\1')",
}
"""Each way of reading ids alike, in the order in which they are applied."""

_PROPOSED: tuple[tuple[IdRule, ...], ...] = (
    *((rule,) for rule in _SQL),
    ("decimals", "zeros"),
    ("salesforce", "case"),
    ("case", "zeros"),
)
_FEW = 0.9
"""Below this share of rows that meet a lead, other ways of reading ids are tried."""

_IDS, _UNMET = "other_ids", "unmet_leads"


@dataclass(frozen=True)
class IdMatch:
    """How the ids of a table meet those of the leads.

    Attributes:
        table: events or outcomes.
        path: Where it is.
        rows: Rows with an id.
        met: Rows that meet a lead.
        rules: The way of reading ids by which the most further leads are met; empty where none helps.
        further: Number of leads that would be met by it.
        spellings: An id as the leads have it and as the table has it, which would then be one; empty without rules.
    """

    table: str
    path: str
    rows: int
    met: int
    rules: tuple[IdRule, ...] = ()
    further: int = 0
    spellings: tuple[str, ...] = ()

    def said(self, wording: Wording) -> str:
        """How many rows meet a lead, and what would help."""
        key = f"matching.{self.table}"
        text = wording.say(key, count=self.rows, met=self.met)
        if not self.rules:
            return text
        lead, other = self.spellings
        proposed = wording.say("matching.proposal", lead=lead, other=other, rules=self.proposal, count=self.further)
        return f"{text} {proposed}"

    @property
    def worth_saying(self) -> bool:
        """Whether so few rows meet a lead, or so many more leads could be met, that people should know."""
        return bool(self.rules) or not self.met

    @property
    def proposal(self) -> str:
        """The line of the configuration that would help."""
        return f"match_ids = {json.dumps(self.rules)}"


def key_sql(text: str, rules: Sequence[IdRule]) -> str:
    """The id by which a lead is found, as SQL."""
    for rule in _SQL:
        if rule in rules:
            text = _SQL[rule].format(id=f"({text})")
    return text


def keep_leads(connection: duckdb.DuckDBPyConnection, good: pd.DataFrame, rules: Sequence[IdRule] = ()) -> None:
    """Let other tables find the leads that were kept, by id; an id that two leads share by the rules finds none."""
    connection.execute(f"CREATE OR REPLACE TEMP MACRO {LEAD_KEY}(id) AS {key_sql('id', rules)}")
    ids = good[["id"]].assign(position=np.arange(len(good), dtype=np.int64))
    connection.register("leads_to_keep", ids)
    known = f"{LEAD_KEY}(id)"
    if rules:
        known = f"CASE WHEN count(*) OVER (PARTITION BY {known}) = 1 THEN {known} END"
    connection.execute(f"CREATE TEMP TABLE {KEPT_LEADS} AS SELECT {known} AS id, position FROM leads_to_keep")
    connection.unregister("leads_to_keep")


def match_ids(connection: duckdb.DuckDBPyConnection, source: Source, column: str, *, table: str) -> IdMatch:
    """How the ids in a column meet the leads that were kept.

    Args:
        connection: Where the table is open, and the leads were kept.
        source: The table.
        column: Its column with the lead.
        table: Its name.
    """
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_IDS} AS SELECT {LEAD_KEY}({text_sql(quoted(column))}) AS id, count(*) AS n"
        f" FROM {quoted(source.view)} GROUP BY ALL HAVING id IS NOT NULL"
    )
    ((rows, met),) = connection.execute(
        f"SELECT coalesce(sum(n), 0), coalesce(sum(n) FILTER (id IN (SELECT id FROM {KEPT_LEADS})), 0) FROM {_IDS}"
    ).fetchall()
    found = IdMatch(table, source.path, int(rows), int(met))
    return found if met >= _FEW * rows else _with_proposal(connection, found)


def _with_proposal(connection: duckdb.DuckDBPyConnection, found: IdMatch) -> IdMatch:
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_UNMET} AS SELECT id FROM {KEPT_LEADS} ANTI JOIN {_IDS} USING (id)"
    )
    best = found
    for rules in _PROPOSED:
        further, lead, other = _further(connection, rules)
        if further > best.further:
            best = IdMatch(found.table, found.path, found.rows, found.met, rules, further, (lead, other))
    return best


def _further(connection: duckdb.DuckDBPyConnection, rules: Sequence[IdRule]) -> tuple[int, str, str]:
    """How many leads would be met besides, and the ids of one of them."""
    join = f"{key_sql('leads.id', rules)} = {key_sql('others.id', rules)}"
    ((further, lead, other),) = connection.execute(
        f"SELECT count(DISTINCT leads.id), min(leads.id), min_by(others.id, leads.id)"
        f" FROM {_UNMET} AS leads JOIN {_IDS} AS others ON {join}"
    ).fetchall()
    return int(further), str(lead), str(other)
