"""Features in an analyst's words: shorter than a reason, but every one of a signal's features told apart."""

from collections import Counter

from leadscore.model.features.spec import Feature, FeatureSpec

_KINDS = {
    "count": "number",
    "recency": "days since the last",
    "value_sum": "sum of values",
    "distinct_days": "days with any",
    "trend": "more or fewer than before",
    "distinct": "different ones",
    "day_of_month": "day of the month",
}


def feature_labels(spec: FeatureSpec) -> list[str]:
    """A label per feature: its signal's, and where that has several features, what each of them counts."""
    signals = {signal.name: signal.label for signal in spec.signals}
    features_of = Counter(feature.signal for feature in spec.features)
    return [
        signals[feature.signal] if features_of[feature.signal] == 1 else f"{signals[feature.signal]}: {_kind(feature)}"
        for feature in spec.features
    ]


def _kind(feature: Feature) -> str:
    kind = _KINDS.get(feature.kind, feature.kind)
    return kind if feature.window_days is None else f"{kind}, {feature.window_days} d"
