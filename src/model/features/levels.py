"""The levels of a category: those with a code of their own, and rare ones that only encodings tell apart.

A rare level is kept as a keyed hash, so that a bundle lists no rare value. Whoever holds the bundle can still confirm a
guess: the key lies beside the hashes.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from leadscore.model.arrays import Codes, Floats
from leadscore.model.values import Compared, key_of, truth_of

MAX_LEVELS = 250
"""Most levels with a code of their own; the rarer ones count as others."""

MIN_LEADS = 10
"""Leads that a level with a code of its own has at least."""

MIN_RARE_LEADS = 3
"""Leads that a level must have to be told apart at all."""

_STEP = 2.0**-24
_KEY_BYTES, _HASH_BYTES = 16, 8


@dataclass(frozen=True)
class Levels:
    """What is told apart of a category.

    Attributes:
        own: The levels with a code of their own, sorted.
        rare: Keyed hashes of the rare levels, sorted.
        key: Of the hashes, 32 hexadecimal digits; "" without rare levels.
        compared: How other values are compared with these.
    """

    own: tuple[str, ...]
    rare: tuple[str, ...] = ()
    key: str = ""
    compared: Compared = "exact"


def learn_levels(name: str, counts: Mapping[str, int]) -> Levels:
    """The levels of a category, by the number of leads that have each.

    Spellings that mean the same are one level, named by the commonest of them. The key of the hashes follows from the
    name and all levels: the same data give the same bundle, and other data another key.

    >>> learn_levels("city", {"Berlin": 12, "BERLIN ": 5, "Jena": 2}).own
    ('Berlin',)
    """
    compared = comparison_of(counts)
    by_key: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for level, count in counts.items():
        by_key[key_of(level, compared)][level] += count
    named = {key: min(of, key=lambda level: (-of[level], level)) for key, of in by_key.items()}
    together = {key: of.total() for key, of in by_key.items()}
    frequent = most_common({named[key]: count for key, count in together.items()})
    rare = {key for key, count in together.items() if count >= MIN_RARE_LEADS and named[key] not in frequent}
    own = tuple(sorted(frequent))
    if not rare:
        return Levels(own, compared=compared)
    digest = hashlib.blake2b(_bytes(name), digest_size=_KEY_BYTES)
    for level in sorted(counts):
        digest.update(b"\0" + _bytes(level))
    key = digest.hexdigest()
    return Levels(own, tuple(sorted(hashed(level, bytes.fromhex(key)) for level in rare)), key, compared)


def comparison_of(values: Iterable[str]) -> Compared:
    """How values are compared in a column that holds these: as truths where all of them are, else by their keys.

    >>> comparison_of(["Ja", "nein"]), comparison_of(["yes", "perhaps"])
    ('truth', 'folded')
    """
    found = [truth_of(value) for value in values]
    return "truth" if found and None not in found else "folded"


def most_common(counts: Mapping[str, int], *, limit: int = MAX_LEVELS) -> list[str]:
    """The values that at least ten leads have, most frequent first, ties by name."""
    enough = [(level, count) for level, count in counts.items() if count >= MIN_LEADS]
    return [level for level, _ in sorted(enough, key=lambda item: (-item[1], item[0]))[:limit]]


def hashed(level: str, key: bytes) -> str:
    """The keyed hash of a level, 16 hexadecimal digits."""
    return hashlib.blake2b(_bytes(level), digest_size=_HASH_BYTES, key=key).hexdigest()


def rare_code(n_own: int, number: int) -> float:
    """The code of a rare level, numbered from 1: between that of all other values and the next whole number.

    So everything that reads whole codes, as trees do, takes it for one of the others.
    """
    return n_own + number * _STEP


def whole_codes(values: Floats) -> Floats:
    """Codes without the rare levels; NaN stays."""
    return np.floor(values)


def every_code(values: Floats) -> Codes:
    """Codes that tell rare levels apart: they are numbered on from that of all other values. None may be missing.

    >>> every_code(np.array([0.0, 2.0, rare_code(2, 1), rare_code(2, 7)])).tolist()
    [0, 2, 3, 9]
    """
    whole = np.floor(values)
    return (whole + np.round((values - whole) / _STEP)).astype(np.int64)


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")
