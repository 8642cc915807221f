"""Segments as texts: the leads that a reference rate is about."""

from collections.abc import Callable

from leadscore.model.features.signals import label_of, name_of_event, spoken
from leadscore.model.features.spec import TYPE, Feature, FeatureSpec
from leadscore.model.scoring.language import Wording
from leadscore.model.scoring.rates.bins import Bins, SignalRates, bins_of
from leadscore.model.scoring.rates.reference_rates import ReferenceRates

_EXACT_BELOW = 1000
"""From here on a bin of whole numbers reads "5,000 to 20,000", below it "10 to 19"."""


def segment_texts(reference: ReferenceRates, spec: FeatureSpec, wording: Wording) -> tuple[tuple[str, ...], ...]:
    """Per signal the text of each of its cells; empty where it has no rates."""
    return tuple(
        () if rates is None else tuple(segment_text(rates, cell, spec, wording) for cell in range(len(rates.rates)))
        for rates in reference.rates
    )


def segment_text(rates: SignalRates, cell: int, spec: FeatureSpec, wording: Wording) -> str:
    """The text of one cell, to follow the signal's label: "5,000 to 20,000", "Germany", "not known"."""
    numbers = bins_of(rates.bins, cell)
    parts = [
        _bin_text(part, number, spec, wording)
        for part, number in zip(rates.bins, numbers, strict=True)
        # the count already says that there was no event, so the recency has nothing to add
        if len(numbers) == 1 or not _is_gap_of_recency(part, number, spec)
    ]
    return wording.say("bins.both", first=parts[0], second=parts[1]) if len(parts) == 2 else parts[0]


def _is_gap_of_recency(part: Bins, number: int, spec: FeatureSpec) -> bool:
    return number == part.size - 1 and spec.features[part.position].kind == "recency"


def _bin_text(part: Bins, number: int, spec: FeatureSpec, wording: Wording) -> str:
    feature = spec.features[part.position]
    if number == part.size - 1:
        return wording.say("bins.none" if feature.kind in ("recency", "first", "last") else "bins.missing")
    if part.codes:
        return _level(feature, number, spec, wording)
    return _NUMBERS.get(feature.kind, _number)(part, number, feature, wording)


def _level(feature: Feature, code: int, spec: FeatureSpec, wording: Wording) -> str:
    if code >= len(feature.levels):
        return wording.say("bins.other")
    level = feature.levels[code]
    if feature.kind == "weekday":
        return wording.formats.weekdays[code]
    if feature.kind == "email_kind":
        return wording.say(f"reasons.email_{level}")
    return _called(level, spec) if feature.source == TYPE and feature.kind in ("first", "last") else spoken(level)


def _called(event_type: str, spec: FeatureSpec) -> str:
    """The label of a kind of event."""
    own = (signal.label for signal in spec.signals if signal.name == name_of_event(event_type))
    return next(own, label_of(event_type))


def _ends(part: Bins, number: int) -> tuple[float | None, float | None]:
    """The ends of a bin, as readers see them: a bin of whole numbers ends with the last number in it."""
    low = part.edges[number - 1] if number else None
    high = part.edges[number] if number < len(part.edges) else None
    if low is not None and high is not None and part.whole and high < _EXACT_BELOW:
        high -= 1
    return low, high


def _number(part: Bins, number: int, feature: Feature, wording: Wording) -> str:
    low, high = _ends(part, number)
    if low is None and high is None:
        return wording.say("bins.known")
    if low is None:
        return wording.say("bins.below", high=wording.formats.amount(high or 0.0))
    if high is None:
        return wording.say("bins.from", low=wording.formats.amount(low))
    if low == high:
        return wording.formats.amount(low)
    return wording.say("bins.between", low=wording.formats.amount(low), high=wording.formats.amount(high))


def _count(part: Bins, number: int, feature: Feature, wording: Wording) -> str:
    text = wording.say("bins.none") if number == 0 else _number(part, number, feature, wording)
    if feature.window_days is None:
        return text
    return wording.say("bins.in_window", count=text, window=wording.say("time.window", count=feature.window_days))


def _value_sum(part: Bins, number: int, feature: Feature, wording: Wording) -> str:
    return wording.say("bins.value", amount=_number(part, number, feature, wording))


def _days(part: Bins, number: int, feature: Feature, wording: Wording) -> str:
    """The text of a span of days, in the phrases of the feature's kind."""
    low, high = _ends(part, number)
    key = f"bins.{feature.kind}"
    if low is not None and high is not None:
        return wording.say(f"{key}_between", low=wording.formats.amount(low), high=wording.formats.amount(high))
    if low is not None:
        return wording.say(f"{key}_from", count=round(low))
    return wording.say(f"{key}_known") if high is None else wording.say(f"{key}_below", count=round(high))


def _calendar(part: Bins, number: int, feature: Feature, wording: Wording) -> str:
    """The text of a calendar bin, whose values have names, and whose first and last bin are bounded."""
    first, last = _CYCLES[feature.kind]
    low = int(part.edges[number - 1]) if number else first
    high = int(part.edges[number]) - 1 if number < len(part.edges) else last
    if feature.kind == "month":
        names = [wording.formats.months[month - 1] for month in (low, high)]
        return names[0] if low == high else wording.say("bins.between", low=names[0], high=names[1])
    return wording.say(f"bins.{feature.kind}", low=low, high=high)


_CYCLES = {"hour": (0, 23), "day_of_month": (1, 31), "month": (1, 12)}

_NUMBERS: dict[str, Callable[[Bins, int, Feature, Wording], str]] = {
    **dict.fromkeys(("count", "distinct_days"), _count),
    "value_sum": _value_sum,
    **dict.fromkeys(("recency", "age", "days_since"), _days),
    **dict.fromkeys(_CYCLES, _calendar),
}
