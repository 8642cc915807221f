"""The features whose speed is measured: every standard window over the made-up activity."""

from collections.abc import Iterator

from benchmarks.activity import TYPES, WITH_VALUE
from leadscore.model.features.event_features import TREND_WINDOWS_DAYS, VALUE_WINDOWS_DAYS, WINDOWS_DAYS
from leadscore.model.features.spec import TYPE, Feature, FeatureSpec, Signal

LEVELS = tuple(sorted(TYPES))


def window_spec() -> FeatureSpec:
    """Counts, recency, value sums, distinct days, trend, first and last kind of event."""
    features = tuple(_features())
    return FeatureSpec((), (Signal("activity", "Activity", "interest"),), features, dated=True, has_events=True)


def _features() -> Iterator[Feature]:
    for source in ("", *LEVELS):
        for days in WINDOWS_DAYS:
            yield Feature(f"{source}.count.{days}", "activity", "count", source, days)
        yield Feature(f"{source}.recency", "activity", "recency", source)
    for source in WITH_VALUE:
        for days in VALUE_WINDOWS_DAYS:
            yield Feature(f"{source}.value.{days}", "activity", "value_sum", source, days)
    for days in WINDOWS_DAYS:
        yield Feature(f"days.{days}", "activity", "distinct_days", "", days)
    for days in TREND_WINDOWS_DAYS:
        yield Feature(f"trend.{days}", "activity", "trend", "", days)
    yield Feature("first", "activity", "first", TYPE, levels=LEVELS)
    yield Feature("last", "activity", "last", TYPE, levels=LEVELS)
