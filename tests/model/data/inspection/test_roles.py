import random
from collections.abc import Mapping, Sequence
from itertools import count

import pyarrow as pa
import pytest

from leadscore.model.config import ColumnSettings
from leadscore.model.data.inspection.profiles import Profile, profile
from leadscore.model.data.inspection.roles import role_of
from leadscore.model.data.sources import ROW, Source, connect
from leadscore.model.scoring.language import english

N = 400


def profiled(columns: Mapping[str, Sequence[str | None]]) -> dict[str, Profile]:
    """Profiles of columns of one length, all in one table: it is the planning that takes time."""
    connection = connect()
    rows = len(next(iter(columns.values())))
    table = pa.table(
        {name: pa.array(values, pa.string()) for name, values in columns.items()} | {ROW: range(1, rows + 1)}
    )
    connection.register("leads", table)
    return profile(connection, Source("leads.csv", tuple(columns), "leads"))


def cycled(*values: str | None) -> list[str | None]:
    return [values[number % len(values)] for number in range(N)]


def drawn(*weights: int) -> list[str | None]:
    """Codes from 1 on, as often as the weights say."""
    return random.Random(0).sample(
        [str(code) for code, count in enumerate(weights, 1) for _ in range(count)], sum(weights)
    )


TITLES = ("Head of", "Chief", "Junior", "Senior", "Assistant")

CASES: dict[str, tuple[str, Sequence[str | None], ColumnSettings]] = {
    "never filled": ("fax", [None] * N, ColumnSettings(role="constant")),
    "blank": ("fax", cycled(" ", "n/a"), ColumnSettings(role="constant")),
    "one value": ("country", ["DE"] * N, ColumnSettings(role="constant")),
    "one value or none": ("opted_in", cycled("x", None), ColumnSettings(role="category")),
    "addresses": ("mail", [f"p{n}@firm{n}.example" for n in range(N)], ColumnSettings(role="email")),
    "ISO dates": ("seen", [f"2024-01-{1 + n % 28:02}" for n in range(N)], ColumnSettings(role="date")),
    "German dates": ("seen", [f"{1 + n % 28}.1.2024 10:11" for n in range(N)], ColumnSettings(role="date")),
    "British dates": ("seen", [f"{1 + n % 28}/01/2024" for n in range(N)], ColumnSettings(role="date", day_first=True)),
    "American dates": ("seen", [f"01/{1 + n % 28}/2024" for n in range(N)], ColumnSettings(role="date")),
    "dates with some dirt": (
        "seen",
        cycled("2024-01-05", "5 Mar 2024", "31.12.23", "soon", "2024-02-01", "2024-02-02"),
        ColumnSettings(role="date"),
    ),
    "ids": ("crm_id", [f"L{n:05}" for n in range(N)], ColumnSettings(role="id_like")),
    "numeric ids": ("Kundennummer", [str(7919 * n % 10007) for n in range(N)], ColumnSettings(role="id_like")),
    "a running number": ("zeile", [str(1000 + 3 * n) for n in range(N)], ColumnSettings(role="id_like")),
    "an id that is often shared": (
        "landing_page_id",
        [f"page{n % 40}" for n in range(N)],
        ColumnSettings(role="category"),
    ),
    "numbers": ("employees", [str(n * n) for n in range(N)][::-1][::7] * 7, ColumnSettings(role="numeric")),
    "amounts": ("budget", [f"€ {n % 90 + 1},500.00" for n in range(N)], ColumnSettings(role="numeric")),
    "German amounts": (
        "budget",
        [f"{n % 90 + 1}.500,{n % 100:02} EUR" for n in range(N)],
        ColumnSettings(role="numeric", decimal=","),
    ),
    "decimal commas": ("share", [f"{n % 7},{n % 13}" for n in range(N)], ColumnSettings(role="numeric", decimal=",")),
    "points for thousands only": (
        "umsatz",
        [f"{n}" if n < 200 else f"{n - 199}.{n:03}" for n in range(N)],
        ColumnSettings(role="numeric", decimal=","),
    ),
    "three decimals": ("rate", [f"{n % 5}.{100 + n}" for n in range(N)], ColumnSettings(role="numeric")),
    "numbers with words in between": (
        "budget",
        [str(n) if n % 10 else "unknown" for n in range(N)],
        ColumnSettings(role="numeric"),
    ),
    "a few bands": ("children", cycled("0", "1", "2", "3+"), ColumnSettings(role="category")),
    "zero and one": ("newsletter", cycled("0", "1"), ColumnSettings(role="numeric")),
    "huge whole numbers": ("big", [str(10**30 + n) for n in range(N // 2)] * 2, ColumnSettings(role="numeric")),
    "postcodes": ("plz", [str(10000 + 97 * (n % 80)) for n in range(N)], ColumnSettings(role="category")),
    "codes with zeros in front": ("site", [f"{n % 50:04}" for n in range(N)], ColumnSettings(role="category")),
    "codes without an order": (
        "v05",
        drawn(552, 502, 886, 52, 569, 205, 550, 1563, 667, 276),
        ColumnSettings(role="category"),
    ),
    "ordered bands": ("v18", drawn(300, 340, 420, 500, 640, 700, 520, 410, 300, 120), ColumnSettings(role="numeric")),
    "days of the month": ("day", drawn(*[130 + (n * 7) % 5 for n in range(31)]), ColumnSettings(role="numeric")),
    "counts": ("visits", drawn(900, 500, 300, 200, 120, 80, 50, 30, 20, 10, 5), ColumnSettings(role="numeric")),
    "categories": ("industry", cycled("health", "retail", None, "public sector"), ColumnSettings(role="category")),
    "many categories": ("city", [f"city{n % 150}" for n in range(N)], ColumnSettings(role="category")),
    "booleans": ("is_trial", cycled("TRUE", "false"), ColumnSettings(role="category")),
    "job titles": ("title", [f"{TITLES[n % 5]} {n % 60}" for n in range(N)], ColumnSettings(role="category")),
    "prose": ("message", [f"please call me back at {n} o'clock" for n in range(N)], ColumnSettings(role="free_text")),
    "one text per lead": ("website", [f"https://{n}.example" for n in range(N)], ColumnSettings(role="id_like")),
}


@pytest.fixture(scope="module")
def profiles() -> dict[str, Profile]:
    """The profile of each case; cases of one length and different names share a table."""
    tables: dict[tuple[int, int], dict[str, tuple[str, Sequence[str | None]]]] = {}
    for case, (name, values, _) in CASES.items():
        free = next(n for n in count() if name not in tables.get((len(values), n), {}))
        tables.setdefault((len(values), free), {})[name] = case, values
    return {
        case: found[name]
        for table in tables.values()
        for found in [profiled({name: values for name, (_, values) in table.items()})]
        for name, (case, _) in table.items()
    }


@pytest.mark.parametrize("case", CASES)
def test_a_column_is_taken_for_what_it_holds(profiles: dict[str, Profile], case: str) -> None:
    *_, expected = CASES[case]
    finding = role_of(profiles[case], english())
    assert finding.settings == expected
    assert finding.role == expected.role
    assert finding.why[-1] != "."


def test_a_reason_says_what_was_counted() -> None:
    assert role_of(profiled({"mail": ["a@b.example"] * 9 + ["none"]})["mail"], english()).why == (
        "90% are e-mail addresses; the model sees the kind of domain only"
    )
