"""What a column of an export looks like: how many values, how many different ones, and what they can be read as."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import duckdb

from leadscore.model.data.sources.casting import (
    Decimal,
    literal,
    moment_sql,
    number_sql,
    numbered_moment_sql,
    quoted,
    text_sql,
)
from leadscore.model.data.sources.sources import ROW, Source
from leadscore.model.values.dates import SURE
from leadscore.model.vocabulary import vocabulary

_MOST_LISTED = 60
_FEWEST_GROUPED = 20
_FEWEST_SURE = 10

_MEASURES = {
    "filled": "sum(n) FILTER (v IS NOT NULL)",
    "levels": "count(v)",
    "points": f"sum(n) FILTER ({number_sql('v', decimal='.')} IS NOT NULL)",
    "commas": f"sum(n) FILTER ({number_sql('v', decimal=',')} IS NOT NULL)",
    "whole": r"sum(n) FILTER (regexp_full_match(v, '[+-]?\d+(\.0+)?'))",
    "zeros_first": r"sum(n) FILTER (regexp_full_match(v, '0\d+'))",
    "days_first": f"sum(n) FILTER ({moment_sql('v', day_first=True, counted=False)} IS NOT NULL)",
    "months_first": f"sum(n) FILTER ({moment_sql('v', day_first=False, counted=False)} IS NOT NULL)",
    "numbered_dates": f"sum(n) FILTER ({numbered_moment_sql('v')} IS NOT NULL)",
    "sure_dates": f"sum(n) FILTER (regexp_full_match(v, {literal(SURE)}))",
    "emails": r"sum(n) FILTER (regexp_full_match(v, '[^@\s]+@[^@\s]+\.[^@\s.]+'))",
    "characters": "sum(n * length(v))",
    "words": r"sum(n * (1 + length(regexp_replace(v, '\S+', '', 'g'))))",
    "dotted": "count(v) FILTER (contains(v, '.'))",
    "grouped": r"count(v) FILTER (regexp_full_match(v, '[1-9]\d{0,2}(\.\d{3})+'))",
    "plain": "count(v) FILTER (NOT contains(v, '.'))",
    "plain_below_1000": "count(v) FILTER (NOT contains(v, '.') AND abs(TRY_CAST(v AS DOUBLE)) < 1000)",
    "counts_up": "100 * abs(nullif(corr(TRY_CAST(v AS BIGINT), first), 'nan'))",
}

_VALUES = "profiled_values"


@dataclass(frozen=True)
class Profile:
    """Counts over one column; of its rows where nothing else is said.

    Attributes:
        name: The column.
        rows: All rows.
        filled: Rows with a value.
        levels: Different values.
        points: Numbers, if the decimal mark is a point.
        commas: Numbers, if it is a comma.
        whole: Whole numbers.
        zeros_first: Numbers that start with a zero, as codes do.
        days_first: Dates, if the day comes first where that is open.
        months_first: Dates, if the month does.
        numbered_dates: Numbers that are dates if the column holds dates.
        sure_dates: Of these, milliseconds since 1970 and dates like 20260331.
        emails: Addresses.
        characters: All characters.
        words: All words.
        dotted: Levels with a point.
        grouped: Levels with points as if for thousands.
        plain: Levels without a point.
        plain_below_1000: Of these, numbers below 1000.
        counts_up: How closely whole numbers follow the order of the rows, from 0 to 100.
        listed: The values with their counts, most frequent first; empty where there are more than 60.
    """

    name: str
    rows: int
    filled: int = 0
    levels: int = 0
    points: int = 0
    commas: int = 0
    whole: int = 0
    zeros_first: int = 0
    days_first: int = 0
    months_first: int = 0
    numbered_dates: int = 0
    sure_dates: int = 0
    emails: int = 0
    characters: int = 0
    words: int = 0
    dotted: int = 0
    grouped: int = 0
    plain: int = 0
    plain_below_1000: int = 0
    counts_up: int = 0
    listed: tuple[tuple[str, int], ...] = ()

    @property
    def distinct_share(self) -> float:
        """Different values per filled row."""
        return self.levels / max(self.filled, 1)

    @property
    def decimal(self) -> Decimal:
        """The mark by which more values are numbers; where both do, a point unless points only group thousands."""
        only_groups = self.grouped == self.dotted >= _FEWEST_GROUPED and 0 < self.plain == self.plain_below_1000
        return "," if self.commas > self.points or (self.commas == self.points and only_groups) else "."

    @property
    def number_share(self) -> float:
        """Share of the filled rows that are numbers."""
        return max(self.points, self.commas) / max(self.filled, 1)

    @property
    def day_first(self) -> bool:
        """Whether more values are dates with the day first."""
        return self.days_first > self.months_first

    @property
    def date_share(self) -> float:
        """Share of the filled rows that are dates; numbers only where the name, or every value, says so."""
        names = vocabulary().columns
        named = names.date.has(self.name) or names.created_at.is_named(self.name)
        sure = self.sure_dates == self.filled and self.levels >= _FEWEST_SURE and not names.lead_id.has(self.name)
        numbered = self.numbered_dates if named or sure else 0
        return (max(self.days_first, self.months_first) + numbered) / max(self.filled, 1)

    @property
    def email_share(self) -> float:
        """Share of the filled rows that are e-mail addresses."""
        return self.emails / max(self.filled, 1)

    @property
    def mean_words(self) -> float:
        """Words per filled row."""
        return self.words / max(self.filled, 1)

    @property
    def mean_characters(self) -> float:
        """Characters per filled row."""
        return self.characters / max(self.filled, 1)


def profile(connection: duckdb.DuckDBPyConnection, source: Source) -> dict[str, Profile]:
    """Profile every column of a source, by name."""
    columns = ", ".join(quoted(column) for column in source.columns)
    # All columns under each other, because it is the planning of these expressions that takes time.
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_VALUES} AS"
        f" SELECT name, {text_sql('value')} AS v, count(*) AS n, min({ROW}) AS first"
        f" FROM (UNPIVOT {quoted(source.view)} ON {columns} INTO NAME name VALUE value) GROUP BY ALL"
    )
    ((rows,),) = connection.execute(f"SELECT count(*) FROM {quoted(source.view)}").fetchall()
    measures = ", ".join(_MEASURES.values())
    counted = connection.execute(f"SELECT name, {measures} FROM {_VALUES} GROUP BY name").fetchall()
    counts = {name: _counts(row) for name, *row in counted}
    listed = _listed(connection)
    connection.execute(f"DROP TABLE {_VALUES}")
    return {
        column: Profile(name=column, rows=int(rows), **counts.get(column, {}), listed=listed.get(column, ()))
        for column in source.columns
    }


def _counts(row: Iterable[float | None]) -> dict[str, int]:
    return {measure: int(count or 0) for measure, count in zip(_MEASURES, row, strict=True)}


def _listed(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[tuple[str, int], ...]]:
    few = f"SELECT name FROM {_VALUES} GROUP BY name HAVING count(v) <= {_MOST_LISTED}"
    rows = connection.execute(
        f"SELECT name, list((v, n) ORDER BY n DESC, v) FROM {_VALUES}"
        f" WHERE v IS NOT NULL AND name IN ({few}) GROUP BY name"
    ).fetchall()
    return {name: tuple((str(value), int(count)) for value, count in values) for name, values in rows}


MOST_ROWS = 100_000


@dataclass(frozen=True)
class Looked:
    """A source that was looked at.

    Attributes:
        source: All of it.
        sample: All of its rows, or about 100,000 of them, spread over the file by chance.
        profiles: What its columns look like in the sample.
    """

    source: Source
    sample: Source
    profiles: Mapping[str, Profile]


def look(connection: duckdb.DuckDBPyConnection, source: Source) -> Looked:
    """Read a sample of a source once, and profile it."""
    ((rows,),) = connection.execute(f"SELECT count(*) FROM {quoted(source.view)}").fetchall()
    every = max(-(-int(rows) // MOST_ROWS), 1)
    # By a hash and not every so many rows, because exports may repeat in a rhythm.
    sample = replace(source, view=f"{source.view} sample")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {quoted(sample.view)} AS"
        f" FROM {quoted(source.view)} WHERE hash({ROW}) % {every} = 0 ORDER BY {ROW}"
    )
    return Looked(source, sample, profile(connection, sample))
