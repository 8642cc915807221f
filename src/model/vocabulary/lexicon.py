"""A lexicon: the words for one meaning, and the test whether a name has this meaning."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

_WORD = re.compile(r"A?a+|A+(?!a)|0+")


def words_of(name: str) -> tuple[str, ...]:
    """The words of a column's name or of a value, in lower case.

    >>> words_of("createdAt (UTC)"), words_of("CLOSED_WON"), words_of("Créé le 2")
    (('created', 'at', 'utc'), ('closed', 'won'), ('créé', 'le', '2'))
    """
    shape = "".join(map(_shape, name))
    return tuple(name[slice(*word.span())].lower() for word in _WORD.finditer(shape))


def _shape(character: str) -> str:
    """A capital as A, any other letter as a, a digit as 0, and the rest as a space."""
    if character.isalpha():
        return "A" if character.isupper() else "a"
    return "0" if character.isdecimal() else " "


@dataclass(frozen=True)
class Lexicon:
    """The words for one meaning, in lower case.

    Attributes:
        names: Whole names in lists, the surest list first and in each the surest name first.
        words: Words that give any name this meaning.
        last_words: Words that do so at the end of a name.
        endings: Ends of words that do so, as German compounds have them.
        beginnings: Beginnings of words that do so.
        phrases: Words next to each other that do so, joined by underscores.
        parts: Texts that do so anywhere in a name, within a word too.
        never: Words that rule a name out, whatever else it says.
    """

    names: tuple[tuple[str, ...], ...] = ()
    words: tuple[str, ...] = ()
    last_words: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    def rank(self, name: str) -> int | None:
        """How sure a name is of this meaning, 0 the surest; None where it does not have it.

        >>> Lexicon(names=(("lead_id",), ("id",)), last_words=("id",)).rank("MQL-ID")
        2
        """
        words = words_of(name)
        if self.excludes(name):
            return None
        names = [name for names in self.names for name in names]
        if "_".join(words) in names:
            return names.index("_".join(words))
        named = set(words).intersection(self.words) or set(words[-1:]).intersection(self.last_words)
        return len(names) if named or self._is_named_in_part(name) else None

    def has(self, name: str) -> bool:
        """Whether a name has this meaning.

        >>> Lexicon(parts=("source",)).has("Leadsource")
        True
        """
        return self.rank(name) is not None

    def is_named(self, name: str) -> bool:
        """Whether a whole name, and not a word in it, has this meaning."""
        rank = self.rank(name)
        return rank is not None and rank < sum(map(len, self.names))

    def ranked(self, names: Iterable[str]) -> list[str]:
        """The names that have this meaning, the surest first."""
        ranks = {name: self.rank(name) for name in names}
        return sorted((name for name, rank in ranks.items() if rank is not None), key=lambda name: ranks[name] or 0)

    def excludes(self, name: str) -> bool:
        """Whether a name says that it has another meaning."""
        return bool(set(words_of(name)).intersection(self.never))

    def _is_named_in_part(self, name: str) -> bool:
        words = words_of(name)
        if any(word.endswith(self.endings) or word.startswith(self.beginnings) for word in words):
            return True
        joined = f"_{'_'.join(words)}_"
        return any(f"_{phrase}_" in joined for phrase in self.phrases) or any(p in name.lower() for p in self.parts)

    def joined(self, other: "Lexicon") -> "Lexicon":
        """The words of both; among names that are equally sure, those of this one are the surer."""
        return Lexicon(
            names=tuple(own + theirs for own, theirs in zip_longest(self.names, other.names, fillvalue=())),
            words=self.words + other.words,
            last_words=self.last_words + other.last_words,
            endings=self.endings + other.endings,
            beginnings=self.beginnings + other.beginnings,
            phrases=self.phrases + other.phrases,
            parts=self.parts + other.parts,
            never=self.never + other.never,
        )
