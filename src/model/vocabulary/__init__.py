"""What columns, values and kinds of events are called in exports: word lists, one file per language."""

from leadscore.model.vocabulary.lexicon import Lexicon, words_of
from leadscore.model.vocabulary.reading import read_vocabulary, vocabulary
from leadscore.model.vocabulary.vocabulary import (
    CellWords,
    ColumnNames,
    EventNames,
    MonthNames,
    OutcomeValues,
    Vocabulary,
)

__all__ = [
    "CellWords",
    "ColumnNames",
    "EventNames",
    "Lexicon",
    "MonthNames",
    "OutcomeValues",
    "Vocabulary",
    "read_vocabulary",
    "vocabulary",
    "words_of",
]
