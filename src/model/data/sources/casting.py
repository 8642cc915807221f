"""SQL that turns text as people and exports write it into text, moments and numbers; the same SQL for every reader.

Each function takes a DuckDB expression of type VARCHAR, mostly a quoted column, and gives an expression.
"""

from collections.abc import Sequence
from itertools import product
from typing import Literal

from leadscore.model.vocabulary import vocabulary

Decimal = Literal[".", ","]

_SPACES = r"[\s\x{A0}\x{202F}\x{FEFF}]+"

_EARLIEST = -2_208_988_800_000_000  # 1900-01-01; placeholders such as 0001-01-01 lie before it
_LATEST = 9_214_646_400_000_000  # 2262-01-01; moments from here on do not fit into 64-bit nanoseconds

_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
_DATES = ("%Y-%m-%d", "%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y")
_FORMATS = ["".join(pair) for pair in product(_DATES, _TIMES)][3:]  # the first three are ISO, and read as such

_CODES = "eur|usd|gbp|chf|jpy|cad|aud|sek|nok|dkk|pln|czk|brl|inr|cny|kr|zł|sfr|fr|tl|rs"
_CURRENCY = rf"(?:(?:us|r|a|c)\$|[€$£¥₹₽₩₺\x{{0080}}]|(?:{_CODES})\.?)"


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


def moment_sql(column: str, *, day_first: bool) -> str:
    """Microseconds since 1970 UTC, BIGINT; NULL where the text is no date, or one outside 1900 to 2261.

    A text without an offset is UTC. Dates with dots have the day first.

    Args:
        column: The text.
        day_first: Read 03/04/2026 and 03-04-2026 as 3 April.
    """
    text = _trimmed(column)
    iso = f"CASE WHEN substr({text}, 5, 1) IN ('-', '/') THEN {text} END"
    return believable_sql(_first(_instant(iso), _spelled_moment(text, day_first=day_first)))


def believable_sql(moment: str) -> str:
    """The moment; NULL where it lies outside 1900 to 2261."""
    # Clamped and then emptied at the bounds, because CASE would compute the moment three times.
    clamped = f"greatest({_EARLIEST - 1}, least({_LATEST}, {moment}))"
    return f"nullif(nullif({clamped}, {_EARLIEST - 1}), {_LATEST})"


def number_sql(column: str, *, decimal: Decimal) -> str:
    """A DOUBLE; NULL where the text is no number, or is not finite.

    Currency signs and codes and a percent sign are left away ("12 %" is 12). Spaces, apostrophes and the other one
    of point and comma may set thousands apart, in groups of three digits only: "1.50" is no number where the comma
    is the decimal mark.
    """
    text = _trimmed(column)
    # DuckDB reads "1_000" as a number, but in an export it is an id.
    plain = _double(f"replace({text}, '_', '?')", decimal=decimal)
    return _first(_finite(plain), _finite(_spelled_number(text, decimal=decimal)))


def _spelled_number(text: str, *, decimal: Decimal) -> str:
    """A number with its currency, percent sign or thousands marks; NULL for any other text."""
    mark, group = (r"\.", ",") if decimal == "." else (",", r"\.")
    grouped = rf"\d{{1,3}}(?:[{group}'’ \x{{00A0}}\x{{202F}}]\d{{3}})+"
    amount = rf"((?:{grouped}|\d*)(?:{mark}\d*)?(?:e[+-]?\d+)?)"
    spelled = rf"(?i)([+-]?)\s*{_CURRENCY}?\s*([+-]?){amount}\s*(?:{_CURRENCY}|%)?"
    written = f"replace({text}, '−', '-')"
    bare = rf"regexp_replace({written}, {literal(f'^(?:{spelled})$')}, '\1\2\3')"
    digits = f"regexp_replace({bare}, {literal(f'[^0-9eE+{mark}-]')}, '', 'g')"
    return f"CASE WHEN regexp_full_match({written}, {literal(spelled)}) THEN {_double(digits, decimal=decimal)} END"


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
    """A moment with the day or the name of the month first; NULL for words such as "epoch" and "infinity"."""
    # A lambda, so that the rewriting is computed once and not wherever its result is used.
    instant = _instant("CASE WHEN substr(iso, 5, 1) = '-' THEN iso END")
    dated = "CASE WHEN regexp_matches(iso, '[0-9]') AND regexp_matches(iso, '[A-Za-z]') THEN iso END"
    named = f"epoch_us(try_strptime({dated}, [{_listed(_FORMATS)}]))"
    return f"list_transform([{_as_iso(text, day_first=day_first)}], lambda iso: {_first(instant, named)})[1]"


def _as_iso(text: str, *, day_first: bool) -> str:
    """Dates of digits with the year first; decimal commas and spaces before an offset as ISO has them."""
    slashed = r"20\3-\2-\1" if day_first else r"20\3-\1-\2"
    rewrites = (
        (r"^(\d{1,2})\.(\d{1,2})\.(?:20)?(\d\d)($|[ T,])", r"20\3-\2-\1\4"),
        (r"^(\d{1,2})\.(\d{1,2})\.(\d{4})", r"\3-\2-\1"),
        (r"^(\d{1,2})[/-](\d{1,2})[/-](?:20)?(\d\d)($|[ T,])", slashed + r"\4"),
        (r"^(\d{1,2})[/-](\d{1,2})[/-](\d{4})", slashed.removeprefix("20")),
        (r"^(\d{4}-\d\d?-\d\d?), ", r"\1 "),
        (r"(:\d\d),(\d)", r"\1.\2"),
        (r" ([+-]\d\d)", r"\1"),
    )
    for pattern, replacement in rewrites:
        text = f"regexp_replace({text}, {literal(pattern)}, {literal(replacement)})"
    return text


def _double(text: str, *, decimal: Decimal) -> str:
    if decimal == ",":
        text = f"CASE WHEN NOT contains({text}, '.') THEN replace({text}, ',', '.') END"
    return f"TRY_CAST({text} AS DOUBLE)"


def _finite(number: str) -> str:
    return f"nullif(nullif(nullif({number}, 'nan'::DOUBLE), 'inf'::DOUBLE), '-inf'::DOUBLE)"
