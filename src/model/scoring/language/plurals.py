"""Which form of a text a number takes, by the plural rules of a language as CLDR writes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

OTHER = "other"
CATEGORIES = ("zero", "one", "two", "few", "many", OTHER)
"""The names of plural forms in CLDR; every language has ``other``, and most have but one or two beside it."""


@dataclass(frozen=True)
class Condition:
    """Something that is true of some whole numbers.

    Attributes:
        ranges: First and last number of each range.
        modulo: What a number is divided by, so that the ranges are of the remainder; 0 where they are of the number.
        negated: Whether it is true of all other numbers instead.
    """

    ranges: tuple[tuple[int, int], ...]
    modulo: int = 0
    negated: bool = False

    def holds(self, number: int) -> bool:
        """Whether it is true of a number."""
        plain = number % self.modulo if self.modulo else number
        return any(low <= plain <= high for low, high in self.ranges) != self.negated


Rule = tuple[tuple[Condition, ...], ...]
"""A plural form belongs to a number where all conditions of any of these groups hold."""


@dataclass(frozen=True)
class Plurals:
    """The plural forms of a language, but for ``other``, by their names in CLDR."""

    rules: Mapping[str, Rule]

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """The forms that a text must have: those of the numbers below a thousand, and ``other``."""
        taken = {self.category(number) for number in range(1000)}
        return tuple(name for name in CATEGORIES if name in taken or name == OTHER)

    def category(self, number: int) -> str:
        """The form that a whole number takes.

        >>> english = Plurals({"one": ((Condition(((1, 1),)),),)})
        >>> english.category(1), english.category(0), english.category(21)
        ('one', 'other', 'other')
        """
        size = abs(number)
        for name, rule in self.rules.items():
            if any(all(condition.holds(size) for condition in conditions) for conditions in rule):
                return name
        return OTHER


def plurals_from(raw: Mapping[str, Any]) -> Plurals:
    """The plural forms that a bundle keeps.

    Raises:
        KeyError, TypeError, ValueError: It holds something else.
    """
    return Plurals({name: tuple(tuple(_condition(each) for each in group) for group in raw[name]) for name in raw})


def _condition(raw: Mapping[str, Any]) -> Condition:
    ranges: Sequence[Sequence[int]] = raw["ranges"]
    return Condition(tuple((int(low), int(high)) for low, high in ranges), int(raw["modulo"]), bool(raw["negated"]))
