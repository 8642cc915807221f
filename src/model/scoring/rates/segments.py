"""Segments as texts: the leads that a reference rate is about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from leadscore.model.arrays import Floats
from leadscore.model.features.signals import label_of, name_of_event, spoken
from leadscore.model.features.spec import TYPE, Feature, FeatureSpec
from leadscore.model.scoring.language import Wording
from leadscore.model.scoring.rates.bins import Bins, SignalRates, bins_of
from leadscore.model.scoring.rates.lookup import every_segment
from leadscore.model.scoring.rates.reference_rates import ReferenceRates

_EXACT_BELOW = 1000
"""From here on a range of whole numbers reads "5,000 to 20,000", below it "10 to 19"."""

_LISTED = 3
"""Of a segment of many values so many are named."""


class SegmentTexts:
    """The texts of all segments of a model, by place; safe to share between threads."""

    def __init__(self, reference: ReferenceRates, spec: FeatureSpec, wording: Wording) -> None:
        self._spec, self._wording = spec, wording
        self._segments = list(every_segment(reference))
        self._wider = [is_wider(rates, segment, spec) for rates, segment in self._segments]
        self._texts: dict[tuple[int, int], str] = {}

    def text(self, place: int, row: Floats) -> str:
        """The text of a segment, to follow the signal's label; the value of a lead with these features comes first."""
        rates, segment = self._segments[place]
        first = int(rates.bins[0].of(row[None, :])[0]) if rates.bins[0].codes else 0
        if (place, first) not in self._texts:
            self._texts[place, first] = segment_text(rates, segment, self._spec, self._wording, first=first)
        return self._texts[place, first]

    def is_wider(self, place: int) -> bool:
        """Whether a segment holds more than the one value that a sentence about a lead in it says."""
        return self._wider[place]

    def is_earlier(self, place: int) -> bool:
        """Whether the rates are those of a model of an earlier release, where each value is a segment."""
        return not self._segments[place][0].segments

    def is_of_part(self, place: int) -> bool:
        """Whether the rates are by one of several features that the sentence of their signal names."""
        bins = self._segments[place][0].bins
        own = self._spec.signal_positions[bins[0].position]
        return len(bins) == 1 and self._spec.signal_positions.count(own) > 1


def segment_text(rates: SignalRates, segment: int, spec: FeatureSpec, wording: Wording, *, first: int = -1) -> str:
    """The text of one segment, to follow the signal's label: "5,000 to 20,000", "Germany", "not known".

    Args:
        rates: The rates of the signal.
        segment: Position of the segment in them.
        spec: The features of the model.
        wording: The phrases of the readers' language.
        first: The code to name first, where it is among them.
    """
    spans = _spans(rates, segment, spec)
    # a count already says that there was no event, so the recency has nothing to add, nor has a value of any size
    said = [span for span in spans if not (span.is_missing and span.feature.kind == "recency") and not span.is_any]
    parts = [_text(span, spec, wording, first) for span in said or spans[:1]]
    return wording.say("bins.both", first=parts[0], second=parts[1]) if len(parts) == 2 else parts[0]


def is_wider(rates: SignalRates, segment: int, spec: FeatureSpec) -> bool:
    """Whether the leads of a segment may have several values."""
    return not all(span.is_one_value for span in _spans(rates, segment, spec))


@dataclass(frozen=True)
class _Span:
    """What a segment holds of one feature.

    Attributes:
        feature: The feature.
        codes: Of a category, the codes inside.
        low, high: Of a number, the first value inside, and the first one beyond; None where there is no end.
        is_missing: Whether it holds missing values only.
        is_any: Whether it holds all known values.
        whole: Whether the values are whole numbers.
    """

    feature: Feature
    codes: tuple[int, ...]
    low: float | None
    high: float | None
    is_missing: bool
    is_any: bool
    whole: bool

    @property
    def ends(self) -> tuple[float | None, float | None]:
        """The ends as readers see them: a range of whole numbers ends with the last number in it."""
        exact = self.low is not None and self.high is not None and self.whole and self.high < _EXACT_BELOW
        return self.low, self.high - 1 if exact and self.high is not None else self.high

    @property
    def is_none(self) -> bool:
        """Whether nothing was counted."""
        return self.feature.kind in ("count", "distinct_days") and self.low is None and self.high == 1

    @property
    def is_one_value(self) -> bool:
        """Whether there is but one value inside, which is no rare one."""
        if self.codes:
            return len(self.codes) == 1 and self.codes[0] < len(self.feature.levels)
        return self.is_missing or self.is_none or (self.low is not None and self.ends[0] == self.ends[1])


def _spans(rates: SignalRates, segment: int, spec: FeatureSpec) -> list[_Span]:
    cells = [bins_of(rates.bins, cell) for cell in rates.cells_in(segment)]
    inside = [sorted(set(numbers)) for numbers in zip(*cells, strict=True)]
    several = len(rates.bins) > 1
    return [_span(part, own, spec, several=several) for part, own in zip(rates.bins, inside, strict=True)]


def _span(part: Bins, inside: Sequence[int], spec: FeatureSpec, *, several: bool) -> _Span:
    known = [number for number in inside if number < part.size - 1]
    codes = tuple(known) if part.codes else ()
    bounded = bool(known) and not part.codes
    return _Span(
        spec.features[part.position],
        codes,
        part.edges[known[0] - 1] if bounded and known[0] else None,
        part.edges[known[-1]] if bounded and known[-1] < len(part.edges) else None,
        is_missing=not known,
        is_any=several and len(known) == part.size - 1,
        whole=part.whole,
    )


def _text(span: _Span, spec: FeatureSpec, wording: Wording, first: int) -> str:
    feature = span.feature
    if span.is_missing:
        return wording.say("bins.none" if feature.kind in ("recency", "first", "last") else "bins.missing")
    if span.codes:
        return _levels(span, spec, wording, first)
    return _NUMBERS.get(feature.kind, _number)(span, wording)


def _levels(span: _Span, spec: FeatureSpec, wording: Wording, first: int) -> str:
    """The values of a category: all of a few, else some and how many more."""
    codes = sorted(span.codes, key=lambda code: (code != first, code))
    named = [_level(span.feature, code, spec, wording) for code in codes]
    if len(named) == 1:
        return named[0]
    if len(named) <= _LISTED + 1:
        return wording.say("bins.either", values=", ".join(named[:-1]), last=named[-1])
    return wording.say("bins.others", values=", ".join(named[:_LISTED]), count=len(named) - _LISTED)


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


def _number(span: _Span, wording: Wording) -> str:
    low, high = span.ends
    if low is None and high is None:
        return wording.say("bins.known")
    if low is None:
        return wording.say("bins.below", high=wording.formats.amount(high or 0.0))
    if high is None:
        return wording.say("bins.from", low=wording.formats.amount(low))
    if low == high:
        return wording.formats.amount(low)
    return wording.say("bins.between", low=wording.formats.amount(low), high=wording.formats.amount(high))


def _count(span: _Span, wording: Wording) -> str:
    text = wording.say("bins.none") if span.is_none else _number(span, wording)
    if span.feature.window_days is None:
        return text
    return wording.say("bins.in_window", count=text, window=wording.say("time.window", count=span.feature.window_days))


def _value_sum(span: _Span, wording: Wording) -> str:
    return wording.say("bins.value", amount=_number(span, wording))


def _days(span: _Span, wording: Wording) -> str:
    """The text of a span of days, in the phrases of the feature's kind."""
    low, high = span.ends
    key = f"bins.{span.feature.kind}"
    if low is not None and high is not None:
        return wording.say(f"{key}_between", low=wording.formats.amount(low), high=wording.formats.amount(high))
    if low is not None:
        return wording.say(f"{key}_from", count=round(low))
    return wording.say(f"{key}_known") if high is None else wording.say(f"{key}_below", count=round(high))


def _calendar(span: _Span, wording: Wording) -> str:
    """The text of a part of a date, whose values have names, and which is bounded at both ends."""
    kind = span.feature.kind
    first, last = _CYCLES[kind]
    low = first if span.low is None else int(span.low)
    high = last if span.high is None else int(span.high) - 1
    if kind == "month":
        names = [wording.formats.months[month - 1] for month in (low, high)]
        return names[0] if low == high else wording.say("bins.between", low=names[0], high=names[1])
    return wording.say(f"bins.{kind}", low=low, high=high)


_CYCLES = {"hour": (0, 23), "day_of_month": (1, 31), "month": (1, 12)}

_NUMBERS: dict[str, Callable[[_Span, Wording], str]] = {
    **dict.fromkeys(("count", "distinct_days"), _count),
    "value_sum": _value_sum,
    **dict.fromkeys(("recency", "age", "days_since"), _days),
    **dict.fromkeys(_CYCLES, _calendar),
}
