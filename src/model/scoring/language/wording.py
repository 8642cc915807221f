"""A wording: fills in the phrases of one language, and writes numbers, shares and spans of time in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from numbers import Integral
from typing import Any

from leadscore.model.features.spec import FeatureSpec
from leadscore.model.scoring.language.formats import ENGLISH, Formats, formats_from
from leadscore.model.scoring.language.phrases import (
    OF_A_SCORING,
    SHIPPED,
    Language,
    Phrase,
    earlier_formats,
    form_of,
    holds_names_then,
    shipped,
    unlike,
    upgraded,
)

_FORMATS = "formats"


_FINE_BELOW = 9.95
"""From here on, one decimal would round to 10."""


def hundredths(rate: float, *, fine: bool = False) -> tuple[float, int, str]:
    """A share in per cent, its decimals, and whether it lies ``below`` or ``above`` the written value; "" if neither.

    Whole, but with one decimal below 1 and above 99, so that a rare thing does not read as one that never happens;
    ``fine`` has it below 10 already, where two shares are to be compared.

    >>> hundredths(0.314), hundredths(0.004), hundredths(0.9999), hundredths(0.0), hundredths(0.042, fine=True)
    ((31.4, 0, ''), (0.4, 1, ''), (99.9, 1, 'above'), (0.0, 0, ''), (4.2, 1, ''))
    """
    share = rate * 100
    if fine and 1 <= share < _FINE_BELOW:
        return share, 1, ""
    if 1 <= share <= 99 or share in (0, 100):
        return share, 0, ""
    text = f"{share:.1f}"
    if text in ("0.0", "100.0"):
        return (0.1, 1, "below") if text == "0.0" else (99.9, 1, "above")
    return share, 0 if text.endswith(".0") else 1, ""


@dataclass(frozen=True)
class Wording:
    """One language.

    Attributes:
        phrases: Phrases by section and name, with named placeholders.
        formats: How numbers, shares and dates are written, and which plural forms there are.
        lacking: Keys that a language file of one's own lacks, so that their phrases are English.
    """

    phrases: Language
    formats: Formats = ENGLISH
    lacking: tuple[str, ...] = ()

    def say(self, key: str, /, **values: object) -> str:
        """The phrase ``section.name`` with its placeholders filled in.

        Whole numbers choose the plural form, and are written with marks between thousands; hand over a text where they
        should not be.

        >>> english().say("warnings.rare_value", label="Country"), english().say("time.days", count=1200)
        ('Country: this value is rare or new to the model', '1,200 days')
        """
        return self.fill(self._by_key[key], **values)

    def fill(self, phrase: Phrase, /, **values: object) -> str:
        """Any phrase with its placeholders filled in, as ``say`` does."""
        text = form_of(phrase, values, self.formats.plurals)
        return text.format(**{name: self._written(value) for name, value in values.items()})

    def name(self, kind: str, key: str) -> str:
        """The name of a key for readers; the key itself with spaces where the language has no text for it.

        >>> english().name("card.predictor", "base_rate"), english().name("card.predictor", "new_rival")
        ('base rate', 'new rival')
        """
        phrase = self._by_key.get(f"{kind}_{key}")
        return key.replace("_", " ") if phrase is None else self.fill(phrase)

    def phrase(self, key: str) -> Phrase:
        """A phrase before its placeholders are filled in."""
        return self._by_key[key]

    def share(self, rate: float, *, fine: bool = False) -> str:
        """A share, ``rate`` from 0 to 1, in whole per cent, or ``fine``; only what is 0 or 1 reads so.

        >>> english().share(0.314), english().share(0.0042), english().share(0.00001), english().share(0.07, fine=True)
        ('31%', '0.4%', 'under 0.1%', '7.0%')
        """
        hundred, digits, beyond = hundredths(float(rate), fine=fine)
        text = self.formats.share.format(value=self.formats.number(hundred, digits))
        return self.say(f"numbers.{beyond}", value=text) if beyond else text

    def times(self, number: int) -> str:
        """A number of times, from two on, as a text.

        >>> english().times(2), english().times(3)
        ('twice', '3 times')
        """
        return self.say("time.times_two" if number == 2 else "time.times", count=number)

    def ago(self, days: float) -> str:
        """How many days ago something was, as a text.

        >>> english().ago(0.02), english().ago(1.2), english().ago(12.6)
        ('today', '1 day ago', '13 days ago')
        """
        whole = round(days)
        return self.say("time.today") if whole < 1 else self.say("time.ago", count=whole)

    def axis_score(self, axis: str, score: int) -> str:
        """The name of an axis of the score and its points; beyond the scale, only on which side.

        >>> english().axis_score("fit", 61), english().axis_score("interest", 112), english().axis_score("fit", -3)
        ('fit 61', 'interest above 100', 'fit below 0')
        """
        beyond = "above_scale" if score > 100 else "below_scale" if score < 0 else "on_scale"
        return self.say(f"scorings.axis_{beyond}", axis=self.name("scorings.axis", axis), score=str(score))

    def kept(self) -> dict[str, Any]:
        """The phrases of scorings and the formats, which a bundle stores, as plain values for JSON."""
        return {section: self.phrases[section] for section in OF_A_SCORING} | {_FORMATS: self.formats.as_dict()}

    def _written(self, value: object) -> object:
        if isinstance(value, str):  # most are, and asking for Integral costs more than all the rest
            return value
        return self.formats.count(int(value)) if isinstance(value, Integral) and not isinstance(value, bool) else value

    @cached_property
    def _by_key(self) -> dict[str, Phrase]:
        return {f"{section}.{name}": text for section, texts in self.phrases.items() for name, text in texts.items()}


@cache
def english() -> Wording:
    """The English wording: the default, also for bundles that hold no wording."""
    return Wording(shipped("en"))


def wording_of(spec: FeatureSpec) -> Wording:
    """The wording stored with a model.

    For phrases that it lacks or that another version wrote differently, those of its language stand in if that comes
    with leadscore, else English.
    """
    raw = spec.wording
    phrases = raw if _FORMATS in raw else upgraded(raw)
    others = shipped(_language_of(phrases))
    merged = {
        section: _merged(section, phrases.get(section), shipped("en")[section], others[section])
        for section in OF_A_SCORING
    }
    return Wording(merged, _formats(raw))


def _language_of(phrases: Mapping[str, Any]) -> str:
    """The shipped language that a stored wording is in, known by its word for today; English where it is in another."""
    time = phrases.get("time")
    today = time.get("today") if isinstance(time, Mapping) else None
    return next((language for language in SHIPPED if shipped(language)["time"]["today"] == today), "en")


def _formats(raw: Mapping[str, Any]) -> Formats:
    if not raw:
        return ENGLISH
    if _FORMATS not in raw:
        return earlier_formats(raw)
    try:
        return formats_from(raw[_FORMATS])
    except (KeyError, TypeError, ValueError, AttributeError):
        return ENGLISH


def _merged(
    section: str, own: object, english: Mapping[str, Phrase], others: Mapping[str, Phrase]
) -> dict[str, Phrase]:
    given: Mapping[str, Any] = own if isinstance(own, Mapping) else {}
    return {
        name: given[name] if name in given and _usable(f"{section}.{name}", given[name], phrase) else others[name]
        for name, phrase in english.items()
    }


def _usable(key: str, own: object, phrase: Phrase) -> bool:
    return unlike(own, phrase) is None or holds_names_then(key, own, phrase)
