"""Compiles the formats of a language from CLDR; the only module that imports Babel, and only when called."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from leadscore.model.errors import ConfigError
from leadscore.model.scoring.language.formats import ENGLISH, Condition, Formats, Plurals, Rule

if TYPE_CHECKING:
    from babel import Locale

_HYPHEN, _MINUS = "-", "−"
_FIELDS = {("d", 1): "{day}", ("d", 2): "{day}", ("M", 4): "{month}", ("M", 1): "{month_number}", ("y", 1): "{year}"}
_ISO = "{year}-{month_number}-{day}"


def compiled(locale: str) -> Formats:
    """The formats of numbers, shares and dates of a locale, and its plural forms.

    Args:
        locale: An identifier of CLDR, as ``de`` or ``pt-BR``.

    Raises:
        ConfigError: There is no such locale.
    """
    if locale == ENGLISH.locale:
        return ENGLISH
    from babel import Locale, UnknownLocaleError

    try:
        return _compiled(Locale.parse(locale, sep="-"), locale)
    except (UnknownLocaleError, ValueError) as error:
        raise ConfigError(
            f"There is no locale `{locale}`",
            where="`language.locale` of the language file",
            remedy="use an identifier of CLDR, as `de`, `pl` or `pt-BR`",
        ) from error


def _compiled(locale: "Locale", name: str) -> Formats:
    symbols = locale.number_symbols.get("latn", {})
    last, other = locale.decimal_formats[None].grouping
    share = locale.percent_formats[None]
    minus = symbols["minusSign"].replace(_HYPHEN, _MINUS)
    months = {context: tuple(locale.months[context]["wide"][n] for n in range(1, 13)) for context in locale.months}
    return Formats(
        locale=name,
        decimal=symbols["decimal"],
        group=symbols["group"],
        group_sizes=(last, other),
        minus=minus,
        share=f"{share.prefix[0]}{{value}}{share.suffix[0]}".replace("%", symbols["percentSign"]),
        long_date=_long_date(locale),
        months=months["stand-alone"],
        months_in_dates=months["format"],
        weekdays=tuple(locale.days["format"]["wide"][n] for n in range(7)),
        plurals=Plurals({tag: rule for tag, tree in locale.plural_form.abstract if (rule := _rule(tree))}),
    )


def _long_date(locale: "Locale") -> str:
    """The long date pattern of a locale, with names in braces; the international one where that is not possible."""
    from babel.dates import tokenize_pattern

    parts = []
    for kind, value in tokenize_pattern(locale.date_formats["long"].pattern):
        if kind == "chars":
            parts.append(str(value).replace("{", "{{").replace("}", "}}"))
        elif value in _FIELDS:
            parts.append(_FIELDS[value])
        else:
            return _ISO
    return "".join(parts)


def _rule(tree: Any) -> Rule:
    """A plural rule for whole numbers, as groups of conditions: it holds where all conditions of any group hold.

    Whole numbers have no decimals, so conditions on decimals (CLDR's operands v, w, f, t, c and e) are resolved
    here: a condition that is never true removes its group, one that is always true is left out.
    """
    return tuple(tuple(group) for group in _groups(tree))


def _groups(tree: Any) -> Iterator[list[Condition]]:
    kind, parts = tree
    if kind == "or":
        for part in parts:
            yield from _groups(part)
    elif kind == "and":
        for left in _groups(parts[0]):
            for right in _groups(parts[1]):
                yield left + right
    elif kind == "not":
        yield from _relation(*parts[0][1], negated=True)
    else:
        yield from _relation(*parts, negated=False)


def _relation(_: str, operand: Any, ranges: Any, *, negated: bool) -> Iterator[list[Condition]]:
    """A group of one condition; an empty group if it is true of every whole number, no group if it is true of none."""
    name, parts = operand
    modulo = parts[1][1][0] if name == "mod" else 0
    symbol = parts[0][0] if name == "mod" else name
    bounds = tuple((low[1][0], high[1][0]) for low, high in ranges[1])
    condition = Condition(bounds, modulo, negated)
    if symbol in ("n", "i"):
        yield [condition]
    elif condition.holds(0):
        yield []
