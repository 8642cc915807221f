"""How a mistake in an expression is told: what was expected, and a caret under the place."""

from leadscore.model.errors import ConfigError

_BEFORE, _AFTER = 50, 30  # characters of the expression shown around the place


def mistake(text: str, position: int, expected: str, *, remedy: str = "") -> ConfigError:
    """The error for an expression that goes wrong at a position, counted from 0.

    >>> print(mistake("budget = = 5", 9, "expected a value, found `=`"))
    The expression is not understood: expected a value, found `=`
      where: character 10
        budget = = 5
                 ^
    """
    start, stop = max(position - _BEFORE, 0), position + _AFTER
    head, tail = "…" if start else "", "…" if stop < len(text) else ""
    line = head + "".join(character if character.isprintable() else " " for character in text[start:stop]) + tail
    caret = " " * (len(head) + position - start) + "^"
    where = f"character {position + 1}\n    {line.rstrip()}\n    {caret}"
    return ConfigError(f"The expression is not understood: {expected}", where=where, remedy=remedy)
