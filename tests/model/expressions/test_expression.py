"""For which leads an expression holds, missing values above all, and what is refused before any lead is looked at."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from written_nodes import joined

from leadscore.model.errors import ConfigError
from leadscore.model.expressions import Expression
from leadscore.model.expressions.nodes import (
    And,
    Comparison,
    Membership,
    Node,
    Not,
    NumberValue,
    Or,
    Presence,
    TextTest,
    TextValue,
)
from leadscore.model.expressions.parsing import parse
from leadscore.model.timestamps import NEVER, moment


def words(*values: str | None) -> NDArray[Any]:
    return np.array([*values, None], dtype=object)[:-1]


COLUMNS: dict[str, NDArray[Any]] = {
    "budget": np.array([10.0, 20.0, np.nan, -5.0, np.inf]),
    "country": words("Germany", " germany ", None, "France", "STRASSE"),
    "consent": words("true", "false", None, "true", "maybe"),
    "signed": np.array(
        [moment(day) for day in ("2026-01-31", "2026-01-31T23:59:59.999999Z", "2026-02-01", "2026-01-30T23:59:59Z")]
        + [NEVER]
    ),
}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("budget = 10", [0]),
        ("budget != 10", [1, 3]),
        ("budget < 10", [3]),
        ("budget <= 10", [0, 3]),
        ("budget > 10", [1]),
        ("budget >= 10", [0, 1]),
        ("budget in (10, -5, 7)", [0, 3]),
        ("budget not in (10, -5)", [1]),
        ("budget is missing", [2, 4]),
        ("budget is known", [0, 1, 3]),
        ("country = 'GERMANY'", [0, 1]),
        ("country = ' Germany'", [0, 1]),
        ("country = 'straße'", [4]),
        ("country != 'Germany'", [3, 4]),
        ("country in ('france', 'Germany')", [0, 1, 3]),
        ("country not in ('france', 'Germany')", [4]),
        ("country contains 'AN'", [0, 1, 3]),
        ("country starts with 'Fr'", [3]),
        ("country ends with 'ny'", [0, 1]),
        ("country is missing", [2]),
        ("consent = true", [0, 3]),
        ("consent != true", [1, 4]),
        ("consent in (false, 'maybe')", [1, 4]),
        ("signed = '2026-01-31'", [0, 1]),
        ("signed != '2026-01-31'", [2, 3]),
        ("signed < '2026-01-31'", [3]),
        ("signed <= '2026-01-31'", [0, 1, 3]),
        ("signed > '2026-01-31'", [2]),
        ("signed >= '2026-01-31'", [0, 1, 2]),
        ("signed in ('2026-01-30', '2026-02-01')", [2, 3]),
        ("signed not in ('2026-01-30', '2026-02-01')", [0, 1]),
        ("signed = '2026-01-31T00:00:00Z'", [0]),
        ("signed > '2026-01-31T00:00'", [1, 2]),
        ("signed <= '2026-01-31T01:00+01:00'", [0, 3]),
        ("signed is missing", [4]),
        ("not (budget = 10)", [1, 2, 3, 4]),
        ("not (budget != 10)", [0, 2, 4]),
        ("not (consent = true)", [1, 2, 4]),
        ("budget = 10 or country = 'France' and consent = true", [0, 3]),
        ("(budget = 10 or country = 'France') and not (consent = true)", []),
        ("budget > -10 and country != 'France' and signed is known", [0, 1]),
    ],
)
def test_rows_that_match(text: str, rows: list[int]) -> None:
    mask = parse(text).matches(COLUMNS)
    assert mask.dtype == bool
    assert np.flatnonzero(mask).tolist() == rows


def test_no_comparison_holds_for_a_missing_value_and_every_not_does() -> None:
    missing = {
        "n": np.array([np.nan]),
        "t": words(None),
        "d": np.array([NEVER]),
    }
    signs = ["= {}", "!= {}", "in ({})", "not in ({})"]
    ordered = [f"{sign} {{}}" for sign in ("<", "<=", ">", ">=")]
    for column, constant, forms in (
        ("n", "1", signs + ordered),
        ("t", "'x'", signs),
        ("d", "'2026-01-01'", signs + ordered),
    ):
        for form in forms:
            text = f"{column} {form.format(constant)}"
            assert not parse(text).matches(missing).any(), text
            assert parse(f"not ({text})").matches(missing).all(), text
    assert not parse("t contains ''").matches(missing).any()


def test_no_rows_match_nothing() -> None:
    empty = {name: values[:0] for name, values in COLUMNS.items()}
    for text in ("budget = 1", "country in ('a')", "signed < '2026-01-01'", "country is missing"):
        assert parse(text).matches(empty).shape == (0,)


def test_the_columns_are_those_that_are_compared() -> None:
    expression = parse("a = 1 or not (`b c` is missing and a > 2) or d contains 'x'")
    assert expression.columns == {"a", "b c", "d"}


ROLES = {"budget": "numeric", "country": "category", "signed": "date", "address": "email"}


@pytest.mark.parametrize(
    ("text", "told", "remedy"),
    [
        ("Contry = 'x'", r"There is no column `Contry`", "did you mean `country`?"),
        ("BUDGET = 1", r"There is no column `BUDGET`", "did you mean `budget`?"),
        ("budget = 1 or zzz = 2", r"no column `zzz`", "there is budget, country, signed, address"),
        ("country < 'M'", r"`country` holds text, and `<` needs an order", "use =, in, contains, or give"),
        ("country = 5", r"`country` holds text, and it is compared with a number", "write the number in quotes"),
        ("country in ('a', 5)", r"`country` holds text, and it is compared with a number", "in quotes"),
        ("budget = '5'", r"`budget` holds numbers, and it is compared with a text", "without quotes"),
        ("budget = true", r"`budget` holds numbers, and it is compared with true or false", "write 1 or 0"),
        ("budget contains '5'", r"`budget` holds numbers, and `contains` looks into text", "use =, <, > or in"),
        ("signed starts with '2026'", r"`signed` holds dates, and `starts with` looks into text", "use ="),
        ("signed > 2026", r"`signed` holds dates, and it is compared with something else", "write a date in quotes"),
        ("signed > 'May'", r"`signed` holds dates, and 'May' is no date", "write a date in quotes"),
        ("signed not in ('2026-01-31', '2026-02-31')", r"'2026-02-31' is no date", "write a date in quotes"),
    ],
)
def test_what_can_never_be_meant_is_refused(text: str, told: str, remedy: str) -> None:
    with pytest.raises(ConfigError, match=told) as refused:
        parse(text).check(ROLES)
    assert remedy in refused.value.remedy
    assert refused.value.where


@pytest.mark.parametrize("text", ["budget < 'a'", "nowhere = 1", "signed = true"])
def test_evaluating_refuses_what_a_check_would_have(text: str) -> None:
    with pytest.raises(ConfigError, match=r"^The column|^There is no column"):
        parse(text).matches(COLUMNS)


def test_a_check_passes_what_makes_sense() -> None:
    parse(
        "budget >= 5 and country = 'x' and address ends with '.de' and signed < '2026-01-31' or country is missing"
        " or country = true"
    ).check(ROLES)


# An oracle that looks at one lead at a time.

_COLUMN_VALUES: dict[str, list[Any]] = {
    "n": [1.0, 2.0, math.nan],
    "t": ["a", "B ", None],
    "d": [moment("2026-01-01"), moment("2026-01-02T12:00"), NEVER],
}
_SIGNS = ["=", "!=", "<", "<=", ">", ">="]
_SENSIBLE: st.SearchStrategy[Node] = st.one_of(
    st.builds(
        Comparison,
        st.just("n"),
        st.sampled_from(_SIGNS),
        st.sampled_from([NumberValue(1), NumberValue(1.5), NumberValue(2)]),
    ),
    st.builds(
        Comparison, st.just("t"), st.sampled_from(["=", "!="]), st.sampled_from([TextValue("A"), TextValue("b")])
    ),
    st.builds(Membership, st.just("t"), st.just((TextValue("a"), TextValue("c"))), st.booleans()),
    st.builds(TextTest, st.just("t"), st.just("contains"), st.just(TextValue("b"))),
    st.builds(Comparison, st.just("d"), st.sampled_from(_SIGNS), st.sampled_from([TextValue("2026-01-02")])),
    st.builds(Presence, st.sampled_from("ntd"), st.booleans()),
)
_TABLE = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def one_by_one(node: Node, lead: dict[str, Any]) -> bool:
    match node:
        case And(parts):
            return all(one_by_one(part, lead) for part in parts)
        case Or(parts):
            return any(one_by_one(part, lead) for part in parts)
        case Not(part):
            return not one_by_one(part, lead)
    value = lead[node.column]
    known = value is not None and value == value and value != NEVER
    if isinstance(node, Presence) or not known:
        return isinstance(node, Presence) and known == node.known
    if isinstance(node, Comparison) and node.column == "d":
        return bool(
            _TABLE[node.operator](np.datetime64(value, "us").astype("datetime64[D]"), np.datetime64("2026-01-02"))
        )
    if isinstance(node, Comparison) and isinstance(node.constant, NumberValue):
        return bool(_TABLE[node.operator](value, node.constant.value))
    text = value.strip().lower()
    if isinstance(node, Comparison) and isinstance(node.constant, TextValue):
        return bool(_TABLE[node.operator](text, node.constant.value.lower()))
    return (text in ("a", "c")) != node.negated if isinstance(node, Membership) else "b" in text


@given(st.recursive(_SENSIBLE, joined, max_leaves=8))
def test_whole_columns_say_what_each_lead_says(node: Node) -> None:
    leads = [
        {"n": n, "t": t, "d": d} for n in _COLUMN_VALUES["n"] for t in _COLUMN_VALUES["t"] for d in _COLUMN_VALUES["d"]
    ]
    columns = {
        "n": np.array([lead["n"] for lead in leads]),
        "t": words(*(lead["t"] for lead in leads)),
        "d": np.array([lead["d"] for lead in leads], dtype=np.int64),
    }
    assert Expression(node).matches(columns).tolist() == [one_by_one(node, lead) for lead in leads]
