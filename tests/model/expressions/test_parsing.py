"""What the language of expressions understands, what it refuses and how, and that it writes what it reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written_nodes import NODES

from leadscore.model.errors import ConfigError
from leadscore.model.expressions import Expression
from leadscore.model.expressions.nodes import (
    And,
    Comparison,
    Membership,
    Not,
    NumberValue,
    Or,
    Presence,
    TextTest,
    TextValue,
    TruthValue,
)
from leadscore.model.expressions.parsing import parse

A, B, C = (Comparison(name, "=", NumberValue(1.0)) for name in "abc")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("budget >= 1e4", Comparison("budget", ">=", NumberValue(10_000.0))),
        ("budget=-.5", Comparison("budget", "=", NumberValue(-0.5))),
        ("budget == +3", Comparison("budget", "=", NumberValue(3.0))),
        ("budget <> 3", Comparison("budget", "!=", NumberValue(3.0))),
        ('country = "Germany"', Comparison("country", "=", TextValue("Germany"))),
        ("country != 'say \"hi\"'", Comparison("country", "!=", TextValue('say "hi"'))),
        ('country = "5"" disk"', Comparison("country", "=", TextValue('5" disk'))),
        ("country = 'O''Neill'", Comparison("country", "=", TextValue("O'Neill"))),
        ("consent = TRUE", Comparison("consent", "=", TruthValue(True))),
        ("consent = False", Comparison("consent", "=", TruthValue(False))),
        ('`first contact` < "2026-01-31"', Comparison("first contact", "<", TextValue("2026-01-31"))),
        ("`and` = 1", Comparison("and", "=", NumberValue(1.0))),
        ("`a``b` = 1", Comparison("a`b", "=", NumberValue(1.0))),
        ("1st_contact = 1", Comparison("1st_contact", "=", NumberValue(1.0))),
        ("Größe = 1", Comparison("Größe", "=", NumberValue(1.0))),
        ("known = 1", Comparison("known", "=", NumberValue(1.0))),
        ("starts starts with 'x'", TextTest("starts", "starts with", TextValue("x"))),
        ("title CONTAINS 'chief'", TextTest("title", "contains", TextValue("chief"))),
        ("mail ends  with '.de'", TextTest("mail", "ends with", TextValue(".de"))),
        ("n in (1, 'a', true)", Membership("n", (NumberValue(1.0), TextValue("a"), TruthValue(True)))),
        ("n NOT IN (1)", Membership("n", (NumberValue(1.0),), negated=True)),
        ("n is missing", Presence("n", known=False)),
        ("n is known", Presence("n", known=True)),
        ("n is not missing", Presence("n", known=True)),
        ("n is not known", Presence("n", known=False)),
        ("a=1 or b=1 and c=1", Or((A, And((B, C))))),
        ("(a=1 or b=1) and c=1", And((Or((A, B)), C))),
        ("not a=1 and b=1", And((Not(A), B))),
        ("not (a=1 and b=1)", Not(And((A, B)))),
        ("not not a=1", A),
        ("not (not (a=1))", A),
        ("a=1 and (b=1 and c=1)", And((A, B, C))),
        ("((a=1)) OR\n\tb=1", Or((A, B))),
    ],
)
def test_the_language_is_read(text: str, node: object) -> None:
    assert parse(text).node == node


@pytest.mark.parametrize(
    ("text", "position", "told"),
    [
        ("", 1, r"expected a column, found the end"),
        ("budget", 7, r"expected a comparison such as =, <, in, contains or is missing, found the end"),
        ("budget =", 9, r'expected a value: a number, a "text", true or false, found the end'),
        ("budget = = 5", 10, r"found `=`"),
        ("country = Germany", 11, r"expected a value.*found `Germany`"),
        ("n in 5", 6, r"expected `\(` and a list of values, found `5`"),
        ("n in (1", 8, r"expected `,` or `\)`, found the end"),
        ("n in ()", 7, r"expected a value.*found `\)`"),
        ("n not 5", 7, r"expected `in` after `not`, found `5`"),
        ("n is 5", 6, r"expected `missing` or `known` after `is`, found `5`"),
        ("n starts 'x'", 10, r"expected `with` after `starts`, found `'x'`"),
        ("n contains 5", 12, r"expected a text in quotes, found `5`"),
        ("and = 1", 1, r"expected a column, found `and`"),
        ("(a = 1", 7, r"expected `\)`, found the end"),
        ("a = 1)", 6, r"expected `and`, `or` or the end, found `\)`"),
        ("a = 1 b = 2", 7, r"expected `and`, `or` or the end, found `b`"),
        ("a = 1,000", 6, r"expected `and`, `or` or the end, found `,`"),
        ("a = 1e999", 5, r"expected a smaller number, found `1e999`"),
        ("a = nan", 5, r"expected a value.*found `nan`"),
        ('a = "x', 5, r"a text that is never closed"),
        ("`a = 1", 1, r"a column name that is never closed"),
        ("a ~ 1", 3, r"unexpected character '~'"),
        ("a = “x”", 5, r"unexpected character '“'"),
        ("__import__('os').system('true')", 17, r"unexpected character '\.'"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_was_expected(text: str, position: int, told: str) -> None:
    with pytest.raises(ConfigError, match=told) as refused:
        parse(text)
    place, line, caret = refused.value.where.split("\n")
    assert place == f"character {position}"
    assert line.strip() == text.strip()
    assert caret == "    " + " " * (position - 1) + "^"


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("country = Germany", "a text goes in quotes"),
        ("a = “x”", 'write straight quotes: "'),
        ("first contact = 1", ""),
        ("first.contact = 1", "put column names with other characters in backticks: `"),
        ("is = 1", "a column named like a word of the language goes in backticks: `"),
        ("a = 'x", "close it with '"),
    ],
)
def test_a_likely_mistake_is_told_how_to_mend_it(text: str, remedy: str) -> None:
    with pytest.raises(ConfigError, match=r"^The expression is not understood: ") as refused:
        parse(text)
    assert refused.value.remedy == remedy


def test_only_the_surroundings_of_a_mistake_in_a_long_expression_are_shown() -> None:
    text = "a = 1 and " * 100 + "b ~ 2" + " or c = 3" * 100
    with pytest.raises(ConfigError, match="unexpected character") as refused:
        parse(text)
    _, line, caret = refused.value.where.split("\n")
    assert line[len(caret) - 1] == "~"
    assert line.strip().startswith("…")
    assert line.endswith("…")
    assert len(line) < 100


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("(" * 9_990 + "a = 1", "parentheses are nested deeper than 50"),
        ("not (" * 1_900 + "a = 1", "parentheses are nested deeper than 50"),
        ('"' + '""' * 4_990, "expected a column|a text that is never closed"),
        ("`" * 9_999, "never closed"),
    ],
)
def test_hostile_text_is_refused_without_exhausting_python(text: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        parse(text)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("not " * 2_001 + "a=1", "not (a = 1)"),
        ("(" * 50 + "a=1" + ")" * 50, "a = 1"),
        ("a=1 and " * 12_000 + "b=2", "a = 1 and " * 12_000 + "b = 2"),
        ("not (" * 50 + "a=1 or b=2" + ")" * 50, "a = 1 or b = 2"),
        ("a=1 and (b=2 or " * 49 + "not c=3" + ")" * 49, "a = 1 and (b = 2 or " * 49 + "not (c = 3)" + ")" * 49),
    ],
)
def test_long_and_deep_expressions_within_the_limits_are_read(text: str, canonical: str) -> None:
    assert str(parse(text)) == canonical
    assert parse(canonical) == parse(text)


@given(NODES)
def test_what_is_written_is_read_back_equal(node: object) -> None:
    expression = Expression(node)  # type: ignore[arg-type]
    assert parse(str(expression)) == expression
    assert str(parse(str(expression))) == str(expression)


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from("a = 1 ( ) and or not in , 'x' is missing `b` < true".split())).map(" ".join)
)
def test_any_text_is_read_and_written_back_or_refused(text: str) -> None:
    try:
        expression = parse(text)
    except ConfigError:
        return
    assert parse(str(expression)) == expression
