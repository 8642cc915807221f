"""The page on expressions is true: each of its examples is run, and it names every word and sign of the language."""

import re
import textwrap
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

from leadscore.model.config import parse_config
from leadscore.model.errors import ConfigError
from leadscore.model.expressions.nodes import MAX_NESTING, MAX_SIZE, Operator, TextOperator
from leadscore.model.expressions.parsing import parse
from leadscore.model.expressions.rendering import WORDS
from leadscore.model.expressions.tokens import SYNONYMS
from leadscore.model.timestamps import NEVER, moment

PAGE = (Path(__file__).parents[3] / "docs/expressions.md").read_text(encoding="utf-8")
ROLES = {"budget": "numeric", "signed": "date"}


def tables(first: str, second: str) -> list[list[str]]:
    """The rows of every table whose heading begins with these two cells."""
    heading = rf"^\| {first} \| {second} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)"
    rows = [row for table in re.findall(heading, PAGE, re.MULTILINE) for row in table.splitlines()]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


NAMES = ["budget", "country", "job_title", "first contact", "consent", "signed"]
LEADS = tables("lead", "budget")


def column(position: int, role: str) -> Any:
    cells = [row[position] for row in LEADS]
    if role == "numeric":
        return np.array([float(cell) if cell else np.nan for cell in cells])
    if role == "date":
        return np.array([moment(cell) if cell else NEVER for cell in cells])
    return np.array([cell or None for cell in cells], dtype=object)


COLUMNS = {name: column(position, ROLES.get(name, "category")) for position, name in enumerate(NAMES, start=1)}


def expression_in(cell: str) -> str:
    return re.sub(r"^(`+) ?(.*?) ?\1$", r"\2", cell)


EXAMPLES = tables("expression", "holds for")
REFUSED = tables("expression", "refused because")


def test_there_are_examples() -> None:
    assert (len(LEADS), len(EXAMPLES) > 40, len(REFUSED) > 8) == (4, True, True)


@pytest.mark.parametrize(("cell", "leads"), EXAMPLES, ids=[cell for cell, _ in EXAMPLES])
def test_an_example_holds_for_the_leads_that_the_page_names(cell: str, leads: str) -> None:
    expression = parse(expression_in(cell))
    expression.check({name: ROLES.get(name, "category") for name in NAMES})
    held = [LEADS[row][0] for row in np.flatnonzero(expression.matches(COLUMNS))]
    assert ", ".join(held) == leads


@pytest.mark.parametrize(("cell", "reason"), REFUSED, ids=[cell for cell, _ in REFUSED])
def test_what_the_page_says_is_refused_is_refused(cell: str, reason: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(reason)):
        parse(expression_in(cell)).check({name: ROLES.get(name, "category") for name in NAMES})


@pytest.mark.parametrize("word", [*get_args(Operator), *get_args(TextOperator), *sorted(WORDS), *SYNONYMS])
def test_the_page_names_every_word_and_sign(word: str) -> None:
    assert f"`{word}`" in PAGE
    assert any(word in cell for cell, *_ in EXAMPLES), "has an example"


def test_the_mistake_that_the_page_shows_is_told_so() -> None:
    raw: dict[str, object] = {
        "leads": {"path": "leads.csv", "target": "won", "positive": ["1"]},
        "gates": [{"name": "Large", "never": "budget = = 5"}],
    }
    with pytest.raises(ConfigError, match="Large") as refused:
        parse_config(raw, folder=Path())
    assert textwrap.indent(refused.value.what, "    ") in PAGE


def test_the_page_names_the_limits() -> None:
    assert f"at most {MAX_NESTING} parentheses" in PAGE
    assert f"{MAX_SIZE:,} comparisons" in PAGE
