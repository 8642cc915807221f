"""The labels and phrases of a model's signals, from the configuration and the language."""

from collections.abc import Sequence
from dataclasses import replace

from leadscore.model.config import Config
from leadscore.model.features.signals import described, label_of
from leadscore.model.features.spec import TYPE, Feature, FeatureSpec, Signal
from leadscore.model.scoring.language.languages import wording_from
from leadscore.model.scoring.language.wording import Wording

_CALENDAR = frozenset({"hour", "weekday", "day_of_month", "month"})
_OF_EVENTS = frozenset({"count", "recency", "distinct_days", "trend"})


def described_spec(spec: FeatureSpec, config: Config) -> FeatureSpec:
    """The same features, with the labels, texts and phrases of this configuration.

    Labels of columns and kinds of events come from the configuration, all others from the language.

    Raises:
        ConfigError: The language file cannot be used.
    """
    wording = wording_from(config)
    signals = tuple(_described(signal, spec, config, wording) for signal in spec.signals)
    return replace(spec, signals=signals, wording=wording.kept())


def _described(signal: Signal, spec: FeatureSpec, config: Config, wording: Wording) -> Signal:
    features = [feature for feature in spec.features if feature.signal == signal.name]
    label = _made_up(features, config, wording)
    configured = described(signal, config)
    return configured if label is None else replace(configured, label=label)


def _made_up(features: Sequence[Feature], config: Config, wording: Wording) -> str | None:
    """The language's label of a signal that is not a column or a kind of event; None for any other."""
    kinds, source = {feature.kind for feature in features}, features[0].source
    if "age" in kinds:
        return wording.say("labels.age")
    if kinds & _CALENDAR:
        return wording.say("labels.arrival")
    if "email_kind" in kinds:
        column = config.columns.get(source)
        return None if column is None or column.label else wording.say("labels.email")
    if kinds <= {"first", "last"}:
        key = f"labels.{features[0].kind}"
        return wording.say(f"{key}_type") if source == TYPE else wording.say(key, label=label_of(source))
    if "distinct" in kinds:
        return wording.say("labels.distinct", label=label_of(source))
    return wording.say("labels.any") if kinds <= _OF_EVENTS and not source else None
