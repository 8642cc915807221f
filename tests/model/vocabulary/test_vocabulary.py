"""The word lists are read strictly, and one more language is one more file."""

import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from leadscore.model.config import Axis, ColumnSettings
from leadscore.model.data.inspection.drafting import tagged_event_types
from leadscore.model.data.quality.notes import spellings_of_unknown
from leadscore.model.data.sources.casting import text_sql
from leadscore.model.errors import ConfigError
from leadscore.model.features.signals import column_signal
from leadscore.model.scoring.reasons.sentences import kind_of
from leadscore.model.values import canonical
from leadscore.model.vocabulary import read_vocabulary, vocabulary

ENGLISH = """
[columns.created_at]
names = [["created_at"], ["date"]]

[event_kinds]
demo_request = ["book_demo"]
call = []
"""

POLISH = """
[columns.created_at]
names = [["utworzono"], ["data"]]

[columns.context]
parts = ["źródło"]

[events.product_use]
words = ["logowanie"]

[event_kinds]
demo_request = ["prośba_o_demo"]

[cells]
missing = ["brak"]
unknown = ["nieznany"]
truth = ["prawda"]
"""


def folder_of(path: Path, **languages: str) -> Path:
    for language, text in languages.items():
        (path / f"{language}.toml").write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def polish(add_language: Callable[[str, str], None]) -> None:
    """A Polish file beside the others."""
    add_language("pl.toml", POLISH)


def test_english_comes_first_whatever_the_names_of_the_other_files(tmp_path: Path) -> None:
    read = read_vocabulary(folder_of(tmp_path, aa=POLISH, en=ENGLISH))
    assert read.columns.created_at.names == (("created_at", "utworzono"), ("date", "data"))
    assert read.event_kinds == {
        "demo_request": "demo_request",
        "book_demo": "demo_request",
        "prośba_o_demo": "demo_request",
        "call": "call",
    }


def test_what_comes_with_leadscore_is_read_once() -> None:
    assert vocabulary() is vocabulary()


REFUSED = [
    ("column.x = 1", "`column` is not known", "did you mean `columns`"),
    ("[columns.create_at]", "`columns.create_at` is not known", "did you mean `created_at`"),
    ('[columns.created_at]\nword = ["x"]', "`columns.created_at.word` is not known", "did you mean `words`"),
    ('[cells]\nmissed = ["x"]', "`cells.missed` is not known", "did you mean `missing`"),
    ('[event_kinds]\ndemo_reqest = ["x"]', "`event_kinds.demo_reqest` is not known", "did you mean `demo_request`"),
    ('columns = ["x"]', "`columns` is not a table", "begin it with [columns]"),
    ('[columns]\nphone = ["x"]', "`columns.phone` is not a table", "begin it with [columns.phone]"),
    ('[columns.phone]\nwords = "x"', "`columns.phone.words` is not a list of texts", "write it as"),
    ('[columns.phone]\nnames = "x"', "`columns.phone.names` is not a list of lists", "write it as"),
    ('[columns.phone]\nnames = ["x"]', "`columns.phone.names` is not a list of texts", "write it as"),
    ("[columns.phone]\nwords = [1]", "holds 1, which can never match", "write one word in lower case"),
    ('[columns.phone]\nwords = ["Tel"]', "holds 'Tel', which can never match", "write one word in lower case"),
    ('[columns.phone]\nnever = ["a_b"]', "holds 'a_b', which can never match", "write one word in lower case"),
    ('[columns.phone]\nphrases = ["a b"]', "holds 'a b', which can never match", "joined by underscores"),
    ('[columns.phone]\nnames = [["a1"]]', "holds 'a1', which can never match", "joined by underscores"),
    ('[columns.phone]\nparts = [""]', "holds '', which can never match", "write a text in lower case"),
    ('[cells]\nunknown = [" x"]', "holds ' x', which can never match", "without spaces around it"),
    ('[event_kinds]\ncall = ["Call"]', "holds 'Call', which can never match", "joined by underscores"),
    ('[event_kinds]\ncall = ["book_demo"]', "holds `book_demo`, a `demo_request`", "keep it in one"),
    ("[columns", "is not valid TOML", "mend that line"),
]


@pytest.mark.parametrize(("text", "what", "remedy"), REFUSED)
def test_a_file_that_says_what_nothing_can_read_is_refused_and_named(
    tmp_path: Path, text: str, what: str, remedy: str
) -> None:
    folder = folder_of(tmp_path, en=ENGLISH, xx=text)
    with pytest.raises(ConfigError, match=re.escape(what)) as refused:
        read_vocabulary(folder)
    assert refused.value.where == "xx.toml"
    assert remedy in refused.value.remedy


def axis_of(column: str) -> Axis:
    return column_signal(column, ColumnSettings(role="category")).axis


@pytest.mark.usefixtures("polish")
def test_the_words_of_one_more_file_are_used_everywhere() -> None:
    assert vocabulary().columns.created_at.ranked(["data", "x", "Utworzono"]) == ["Utworzono", "data"]
    assert axis_of("źródłoLeada") == "context"
    assert list(tagged_event_types(["Logowanie"])) == ["Logowanie"]
    assert kind_of("ProśbaODemo") is None
    assert kind_of("Prośba o demo") == "demo_request"
    assert [canonical(text) for text in (" BRAK ", "Prawda", "Nieznany")] == [None, "prawda", "Nieznany"]
    assert spellings_of_unknown(pd.Series(["Nieznany"] * 5)) == {'"Nieznany"': 5}


@pytest.mark.usefixtures("polish")
def test_a_database_reads_texts_by_the_same_words() -> None:
    texts = ["", "  ", " BRAK ", "Prawda", "TRUE", "n/A", "\\N", "Nieznany", "Web"]
    read = duckdb.connect().from_df(pd.DataFrame({"t": texts})).project(text_sql("t")).fetchall()
    assert [text for (text,) in read] == [canonical(text) for text in texts]


def test_without_that_file_its_words_say_nothing() -> None:
    assert axis_of("źródłoLeada") == "fit"
    assert canonical("Brak") == "Brak"
    assert kind_of("Prośba o demo") is None
