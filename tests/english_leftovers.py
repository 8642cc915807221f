"""English words in what should be in another language, found by the texts of the English catalogue."""

import re
from collections.abc import Collection, Iterator

from leadscore.model.scoring.language import Wording, english


def english_in(text: str, wording: Wording, *sections: str) -> set[str]:
    """Pieces of English texts that a text in another language holds, and that are no part of that language's own.

    Args:
        text: What was printed or drawn.
        wording: Its language.
        sections: Where the English texts are taken from; all, where none is named.
    """
    own = "\n".join(_texts(wording))
    pieces = {piece for phrase in _texts(english(), sections) for piece in _pieces(phrase)}
    flat = " ".join(text.split())
    return {
        piece for piece in pieces if piece not in own and re.search(rf"(?<![\w.-]){re.escape(piece)}(?![\w-])", flat)
    }


def _pieces(phrase: str) -> Iterator[str]:
    """What stands between placeholders, without the shortest words, which could be those of any language."""
    for piece in re.split(r"{\w+}", phrase):
        if len(re.findall(r"[A-Za-z]", piece)) >= 4:
            yield piece.strip(" .,:;()")


def _texts(wording: Wording, sections: Collection[str] = ()) -> Iterator[str]:
    for section in sections or wording.phrases:
        for phrase in wording.phrases[section].values():
            yield from (phrase,) if isinstance(phrase, str) else phrase.values()
