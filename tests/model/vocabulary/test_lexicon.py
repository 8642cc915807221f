"""The words of names, and what a meaning's words say of them."""

import pytest

from leadscore.model.vocabulary import Lexicon, words_of


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("created_at", "created at"),
        ("createdAt (UTC)", "created at utc"),
        ("CLOSED_WON", "closed won"),
        ("HTMLPage2Lead", "html page 2 lead"),
        ("emp.var.rate", "emp var rate"),
        ("Höchster-Abschluss", "höchster abschluss"),
        ("dateDeCréation", "date de création"),
        ("—", ""),
    ],
)
def test_a_name_is_split_into_words_however_it_is_written(name: str, words: str) -> None:
    assert words_of(name) == tuple(words.split())


WORDY = Lexicon(
    names=(("won_at", "won"), ("closed",)),
    words=("signed",),
    last_words=("end",),
    endings=("datum",),
    beginnings=("abschluss",),
    phrases=("next_step",),
    parts=("utm",),
    never=("not",),
)


@pytest.mark.parametrize(
    ("name", "rank"),
    [
        ("wonAt", 0),
        ("Won", 1),
        ("closed", 2),
        ("is_signed", 3),
        ("the end", 3),
        ("end_of", None),
        ("Vertragsdatum", 3),
        ("Abschlussjahr", 3),
        ("datums_abschluss", 3),
        ("my_next_step", 3),
        ("next_big_step", None),
        ("fromUTMlink", 3),
        ("not_won", None),
        ("not_closed_utm", None),
        ("won_then", None),
    ],
)
def test_a_name_is_ranked_by_the_surest_way_to_say_a_meaning(name: str, rank: int | None) -> None:
    assert WORDY.rank(name) == rank
    assert WORDY.has(name) == (rank is not None)


def test_names_are_ordered_by_sureness_and_then_as_given() -> None:
    assert WORDY.ranked(["signed", "x", "closed", "end", "won_at"]) == ["won_at", "closed", "signed", "end"]


def test_nothing_has_a_meaning_without_words() -> None:
    assert Lexicon().ranked(["id", "", "a_b"]) == []


def test_names_of_two_languages_are_joined_degree_by_degree() -> None:
    english = Lexicon(names=(("created_at",), ("date",)), words=("created",))
    german = Lexicon(names=(("erstellt_am",), ("datum",), ("tag",)), words=("erstellt",), never=("letzte",))
    both = english.joined(german)
    assert both.names == (("created_at", "erstellt_am"), ("date", "datum"), ("tag",))
    assert (both.words, both.never) == (("created", "erstellt"), ("letzte",))
