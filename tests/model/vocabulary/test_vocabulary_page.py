"""The page on the vocabulary names every section, meaning and key, and its examples hold."""

import doctest
import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from leadscore.model.vocabulary import CellWords, ColumnNames, EventNames, Lexicon, OutcomeValues, Vocabulary

PAGE = (Path(__file__).parents[3] / "docs/vocabulary.md").read_text(encoding="utf-8")


def block(marker: str) -> str:
    found = re.search(rf"<!-- {re.escape(marker)} -->\n```\w+\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("kind", [ColumnNames, OutcomeValues, EventNames, CellWords, Lexicon])
def test_every_meaning_and_key_is_named(kind: type) -> None:
    assert {field.name for field in fields(kind)} <= set(re.findall(r"`(\w+)`", PAGE)) | {"filled_in_later"}


def test_every_section_is_named() -> None:
    assert {field.name for field in fields(Vocabulary)} == set(re.findall(r"^\| `\[(\w+)", PAGE, re.MULTILINE))


def test_the_examples_hold_with_the_example_file(add_language: Callable[[str, str], None]) -> None:
    add_language("fr.toml", block("fr.toml"))
    example = doctest.DocTestParser().get_doctest(block("with fr.toml"), {}, "docs/vocabulary.md", None, 0)
    result = doctest.DocTestRunner().run(example)
    assert (result.attempted, result.failed) == (6, 0)
