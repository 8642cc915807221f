"""SQL that turns text as people and exports write it into text, moments and numbers; the same SQL for every reader.

Each function takes a DuckDB expression of type VARCHAR, mostly a quoted column, and gives an expression.
"""

from collections.abc import Sequence
from typing import Literal

from leadscore.model.values import dates, numbers
from leadscore.model.vocabulary import vocabulary

Decimal = Literal[".", ","]

_SPACES = r"[\s\x{A0}\x{202F}\x{FEFF}]+"

_EARLIEST = -2_208_988_800_000_000  # 1900-01-01; placeholders such as 0001-01-01 lie before it
_LATEST = 9_214_646_400_000_000  # 2262-01-01; moments from here on do not fit into 64-bit nanoseconds


def quoted(name: str) -> str:
    """A table or column name as SQL.

    >>> print(quoted('a "b" c'))
    "a ""b"" c"
    """
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL.

    >>> print(literal("d'accord"))
    'd''accord'
    """
    return "'" + text.replace("'", "''") + "'"


def text_sql(column: str) -> str:
    """Trimmed text; NULL where it is blank or a word for a missing value; truth values in lower case."""
    trimmed = _trimmed(column)
    # Not IN: DuckDB makes a join of a long one, and computes every other column again for each.
    cells = vocabulary().cells
    missing = " ".join(f"WHEN {literal(word)} THEN NULL" for word in ("", *cells.missing))
    truth = " ".join(f"WHEN {literal(word)} THEN {literal(word)}" for word in cells.truth)
    return f"CASE lower({trimmed}) {missing} {truth} ELSE {trimmed} END"


def moment_sql(column: str, *, day_first: bool, counted: bool = True) -> str:
    """Microseconds since 1970 UTC, BIGINT; NULL where the text is no date, or one outside 1900 to 2261.

    A text without an offset is UTC. Dates with dots have the day first.

    Args:
        column: The text.
        day_first: Read 03/04/2026 and 03-04-2026 as 3 April.
        counted: Read 20260331, and numbers that count from 1970 or as spreadsheets do.
    """
    # A lambda, so that the text is trimmed once and not wherever it is used.
    iso = "CASE WHEN substr(cell, 5, 1) IN ('-', '/') THEN cell END"
    number = f"regexp_full_match(cell, {literal(dates.NUMBER)})"
    spelled = _spelled_moment("cell", day_first=day_first)
    # Numbers of eight or fourteen digits are dates that are spelled.
    from_number = f"coalesce({_counted('cell')}, {_compact('cell')})" if counted else "NULL"
    other = f"CASE WHEN {number} THEN {from_number} ELSE {spelled} END"
    return believable_sql(f"list_transform([{_trimmed(column)}], lambda cell: {_first(_instant(iso), other)})[1]")


def numbered_moment_sql(text: str) -> str:
    """Microseconds since 1970 UTC where a text is a number that may be a moment; NULL for any other text."""
    return believable_sql(f"coalesce({_counted(text)}, {_compact(text)})")


def _compact(text: str) -> str:
    """Microseconds of a date like 20260331, or 20260331141500; NULL for any other text."""
    instant = f"epoch_us(try_strptime({text}, [{_listed(dates.COMPACT)}]))"
    return f"CASE WHEN regexp_full_match({text}, {literal(dates.COMPACT_PATTERN)}) THEN {instant} END"


def _counted(text: str) -> str:
    """Microseconds of a moment that is written as a number; NULL for any other text."""
    cases = []
    for form in dates.COUNTED:
        number = f"TRY_CAST({text} AS DOUBLE) - {form.epoch}"
        seconds = f"({number}) * {86_400 / form.per_day!r}"
        instant = f"round({seconds}) * 1000000" if form.whole_seconds else f"round(({seconds}) * 1000000)"
        if form.per_day > 86_400:  # whole units, exactly
            instant = f"TRY_CAST({text} AS BIGINT) * {86_400_000_000 // form.per_day}"
        cases.append(f"WHEN regexp_full_match({text}, {literal(form.pattern)}) THEN CAST({instant} AS BIGINT)")
    return f"CASE {' '.join(cases)} END"


def believable_sql(moment: str) -> str:
    """The moment; NULL where it lies outside 1900 to 2261."""
    # Clamped and then emptied at the bounds, because CASE would compute the moment three times.
    clamped = f"greatest({_EARLIEST - 1}, least({_LATEST}, {moment}))"
    return f"nullif(nullif({clamped}, {_EARLIEST - 1}), {_LATEST})"


def number_sql(column: str, *, decimal: Decimal) -> str:
    """A DOUBLE; NULL where the text is no number, or is not finite.

    Currency signs and codes and a percent sign are left away ("12 %" is 12); a K, M or B counts thousands, millions or
    billions; parentheses or a minus behind make a number negative, as accounts write it. Spaces, apostrophes and the
    other one of point and comma may set thousands apart, in groups of three digits only: "1.50" is no number where
    the comma is the decimal mark.
    """
    text = _trimmed(column)
    # DuckDB reads "1_000" as a number, but in an export it is an id.
    plain = _double(f"replace({text}, '_', '?')", decimal=decimal)
    return _first(_finite(plain), _finite(_spelled_number(text, decimal=decimal)))


def _spelled_number(text: str, *, decimal: Decimal) -> str:
    """A number with its currency, percent sign or thousands marks; NULL for any other text."""
    spelled = literal(numbers.spelled_pattern(decimal))
    bare = f"regexp_replace(cell, {literal('^(?:')} || {spelled} || {literal(')$')}, '\\1\\2\\3')"
    mark = "." if decimal == "." else ","
    digits = f"regexp_replace({bare}, {literal(f'[^0-9eE+{mark}-]')}, '', 'g')"
    times = " ".join(
        f"WHEN regexp_matches(cell, {literal(f'[0-9{mark}]{unit}')}) THEN {times}"
        for unit, times in numbers.UNITS.items()
    )
    number = f"{_double(digits, decimal=decimal)} * CASE {times} ELSE 1 END"
    read = f"CASE WHEN regexp_full_match(cell, {spelled}) THEN {number} END"
    written = f"replace({text}, '−', '-')"
    for pattern, replacement in numbers.NEGATIVE:
        written = f"regexp_replace({written}, {literal(pattern)}, {literal(replacement)})"
    return f"list_transform([{written}], lambda cell: {read})[1]"


def _trimmed(column: str) -> str:
    return f"regexp_replace({column}, '^{_SPACES}|{_SPACES}$', '', 'g')"


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(literal(text) for text in texts)


def _first(plain: str, spelled: str) -> str:
    # Not COALESCE, which computes the second expression for every row.
    return f"CASE WHEN {plain} IS NOT NULL THEN {plain} ELSE {spelled} END"


def _instant(text: str) -> str:
    return f"epoch_us(TRY_CAST({text} AS TIMESTAMPTZ))"


def _spelled_moment(text: str, *, day_first: bool) -> str:
    """A moment in another form than ISO 8601; NULL for words such as "epoch" and "infinity"."""
    # A lambda, so that the rewriting is computed once and not wherever its result is used.
    instant = _instant("CASE WHEN substr(iso, 5, 1) = '-' THEN iso END")
    half = "CASE WHEN substr(iso, 5, 1) = '-' AND iso[-1] IN ('m', 'M') THEN iso END"
    named = f"epoch_us(try_strptime({half}, [{_listed(dates.HALF_DAYS)}]))"
    return f"list_transform([{_as_iso(text, day_first=day_first)}], lambda iso: {_first(instant, named)})[1]"


def _as_iso(text: str, *, day_first: bool) -> str:
    """Dates of digits with the year first; decimal commas and spaces before an offset as ISO has them."""
    text = _with_numbered_month(text)
    for pattern, replacement in dates.rewrites(day_first=day_first):
        text = f"regexp_replace({text}, {literal(pattern)}, {literal(replacement)})"
    return text


def _with_numbered_month(text: str) -> str:
    """The text, the name of a month in it replaced by its number."""
    pattern, months = literal(dates.month_pattern()), dates.month_numbers()
    # A map, because DuckDB would compute the word again for every branch of a CASE.
    numbers = f"MAP([{_listed(list(months))}], [{_listed(['@' + number for number in months.values()])}])"
    number = f"{numbers}[lower(regexp_extract({text}, {pattern}, 1))]"
    named = f"regexp_replace({text}, {pattern}, coalesce({number}, ''))"
    return rf"CASE WHEN regexp_matches({text}, '\pL{{3}}') THEN {named} ELSE {text} END"


def _double(text: str, *, decimal: Decimal) -> str:
    if decimal == ",":
        text = f"CASE WHEN NOT contains({text}, '.') THEN replace({text}, ',', '.') END"
    return f"TRY_CAST({text} AS DOUBLE)"


def _finite(number: str) -> str:
    return f"nullif(nullif(nullif({number}, 'nan'::DOUBLE), 'inf'::DOUBLE), '-inf'::DOUBLE)"
