"""What each value of a column of outcomes means: won, lost, disqualified, still open, or nobody knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from leadscore.model.data.inspection.profiles import Profile
from leadscore.model.vocabulary import Lexicon, vocabulary

Meaning = Literal["open", "disqualified", "lost", "converted", "not_converted", "qualified"]

MOST_VALUES = 30
"""A column of more values is no column of outcomes."""

_BY_WORDS: tuple[Meaning, ...] = ("disqualified", "lost", "converted", "open")
_DIGITS = {"1.0": "1", "1,0": "1", "0.0": "0", "0,0": "0"}


@dataclass(frozen=True)
class ValueMeanings:
    """The values of one column by what they mean, the most frequent first.

    Attributes:
        converted: The lead converted.
        disqualified: The lead was none.
        lost: The lead will not convert.
        not_converted: The lead has not converted: no, false, 0.
        open: The lead has not ended.
        unclear: No word list says what they mean.
    """

    converted: tuple[str, ...] = ()
    disqualified: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    not_converted: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()

    @property
    def tells_apart(self) -> bool:
        """Whether some values mean converted and others something else that is known."""
        return bool(self.converted) and bool(self.disqualified or self.lost or self.not_converted or self.open)


def meanings_of(profile: Profile) -> ValueMeanings:
    """What the values of a column mean; nothing where it has none, or too many to be listed."""
    if not 0 < profile.levels <= MOST_VALUES:
        return ValueMeanings()
    found: dict[str, list[str]] = {}
    for value, _ in profile.listed:
        found.setdefault(meaning_of(value) or "unclear", []).append(value)
    qualified = found.pop("qualified", [])
    found.setdefault("open" if "converted" in found else "unclear", []).extend(qualified)
    return ValueMeanings(**{meaning: tuple(values) for meaning, values in found.items()})


def meaning_of(value: str) -> Meaning | None:
    """What a value means by the word lists: as a whole if it stands there so, else by its words; None if unknown.

    >>> meaning_of("Closed Won"), meaning_of("Closed - Not Converted"), meaning_of("Decision Maker Bought-In")
    ('converted', 'lost', 'open')
    >>> meaning_of("Angebot"), meaning_of("Phase 3")
    ('open', None)
    """
    text, lists = _DIGITS.get(value, value), _lists()
    whole = (meaning for meaning in get_args(Meaning) if _stands_whole(text, lists[meaning]))
    by_words = (meaning for meaning in _BY_WORDS if lists[meaning].has(text))
    return next(whole, None) or next(by_words, None)


def _lists() -> Mapping[Meaning, Lexicon]:
    words = vocabulary().outcomes
    return {meaning: getattr(words, meaning) for meaning in get_args(Meaning)}


def _stands_whole(text: str, words: Lexicon) -> bool:
    rank = words.rank(text)
    return rank is not None and rank < sum(map(len, words.names))
