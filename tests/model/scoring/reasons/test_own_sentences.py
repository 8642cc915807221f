"""Sentences for known kinds of events and from the configuration are used only where they are true."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from activity import draw_activity, whole_spec
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.features.leads import LeadTable
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.features.spec import Feature, FeatureSpec, Signal
from leadscore.model.scoring.language import SHIPPED, shipped, wording_in
from leadscore.model.scoring.reasons import Facts, Phrases
from leadscore.model.scoring.reasons.sentences import kind_of
from leadscore.model.vocabulary import vocabulary

few = settings(max_examples=15, deadline=None, derandomize=True, database=None)
NAN = float("nan")
COUNT_AND_RECENCY = (("count", None), ("recency", None))
Known = tuple[tuple[str, int | None], ...]


def said(
    values: list[float],
    source: str = "demo_request",
    *,
    known: Known = COUNT_AND_RECENCY,
    texts: dict[str, str] | None = None,
    language: str = "en",
) -> Any:
    """Value and sentence about the signal of one source."""
    features = tuple(
        Feature(f"f{i}", "s", kind, source, days)  # type: ignore[arg-type]
        for i, (kind, days) in enumerate(known)
    )
    signal = Signal("s", "Label", "fit", texts=texts or {})
    spec = FeatureSpec((), (signal,), features, dated=True, wording=wording_in(language).kept())
    return Phrases(spec).say(signal, Facts(np.array(values), LeadTable(("1",), {}), 0))


@pytest.mark.parametrize(
    ("values", "told", "in_german"),
    [
        ([0, NAN], (0, "Has not asked for a demo"), "Hat noch keine Demo angefragt"),
        ([1, 2.2], (1, "Asked for a demo 2 days ago"), "Hat vor 2 Tagen eine Demo angefragt"),
        ([1, 0.1], (1, "Asked for a demo today"), "Hat heute eine Demo angefragt"),
        (
            [2, 9],
            (2, "Asked for a demo twice, the last time 9 days ago"),
            "Hat zweimal eine Demo angefragt, zuletzt vor 9 Tagen",
        ),
        (
            [3, 9],
            (3, "Asked for a demo 3 times, the last time 9 days ago"),
            "Hat 3-mal eine Demo angefragt, zuletzt vor 9 Tagen",
        ),
    ],
)
def test_a_known_kind_of_event_has_sentences_of_its_own(
    values: list[float], told: tuple[int, str], in_german: str
) -> None:
    assert said(values) == told
    assert said(values, language="de") == (told[0], in_german)


@pytest.mark.parametrize("source", ["demo_request", "DemoRequest", "demo-request", "Demo requested", "DEMO.REQUEST"])
def test_a_kind_is_known_however_it_is_written(source: str) -> None:
    assert said([0, NAN], source) == (0, "Has not asked for a demo")


@pytest.mark.parametrize(
    "source", ["newsletter", "demo_request_cancelled", "any", "no_demo_request", "A_SUBMITTED", "—"]
)
def test_a_kind_that_may_mean_something_else_is_told_by_its_label(source: str) -> None:
    assert said([0, NAN], source) == (0, "Label: none so far")
    assert said([1, 3], source) == (1, "Label: once, 3 days ago")
    assert said([1, 3], source, language="de") == (1, "Label: einmal, vor 3 Tagen")
    assert said([2, 3], source) == (2, "Label: 2 in all, the last one 3 days ago")


def test_activity_of_any_kind_has_sentences_of_its_own() -> None:
    assert said([4, 1], "") == (4, "Was active 4 times in all, the last time 1 day ago")
    assert said([0, NAN], "") == (0, "No activity so far")


@pytest.mark.parametrize("language", SHIPPED)
def test_every_known_kind_is_told_in_every_situation(language: str) -> None:
    kinds = vocabulary().event_kinds
    for name, kind in kinds.items():
        assert kind_of(name) == kind
        texts = [said(values, name, language=language)[1] for values in ([0, NAN], [1.0, 5.0], [2.0, 5.0])]
        assert len(set(texts)) == 3
        assert not any("Label" in text for text in texts)
    phrases = {name.rpartition("_")[0] for name in shipped(language)["events"]}
    assert phrases == {*kinds.values(), "any"}


ONLY_SOME: list[tuple[Known, list[float], Any]] = [
    ((("count", 7),), [0], (0, "Label: none in the last 7 days")),
    ((("count", 7),), [1], (1, "Label: once in the last 7 days")),
    ((("count", 7), ("recency", None)), [1, 3], (1, "Label: once in the last 7 days, 3 days ago")),
    ((("count", 7), ("recency", None)), [2, 3], (2, "Label: 2 in the last 7 days, the last one 3 days ago")),
    ((("count", 7), ("recency", None)), [0, 30], (0, "Label: none in the last 7 days, the last one 30 days ago")),
    ((("count", 7), ("recency", None)), [0, NAN], (0, "Has not asked for a demo")),
    ((("recency", None),), [3], (3.0, "Label: the last one 3 days ago")),
    ((("recency", None),), [NAN], (None, "Has not asked for a demo")),
    ((("count", None),), [0], (0, "Has not asked for a demo")),
    ((("count", None),), [1], (1, "Label: once")),
    ((("count", None),), [5], (5, "Label: 5 in all")),
    ((("value_sum", None),), [0], (0, "Label: values of 0 in all")),
    ((("distinct_days", None),), [0], (0, "Has not asked for a demo")),
    ((("distinct_days", None), ("recency", None)), [2, 1], (2, "Label: 2 days in all, the last one 1 day ago")),
]


@pytest.mark.parametrize(("known", "values", "told"), ONLY_SOME)
def test_what_the_model_does_not_look_at_is_not_claimed(known: Known, values: list[float], told: Any) -> None:
    assert said(values, known=known) == told


OWN = {"many": "{count} demos, the last {ago}", "once": "One demo", "none": "Never saw it"}


@pytest.mark.parametrize(
    ("known", "values", "text"),
    [
        (COUNT_AND_RECENCY, [12_000, 3], "12,000 demos, the last 3 days ago"),
        (COUNT_AND_RECENCY, [1, 3], "One demo"),
        (COUNT_AND_RECENCY, [0, NAN], "Never saw it"),
        ((("count", None),), [1], "One demo"),
        ((("count", None),), [2], "Label: 2 in all"),
        ((("count", 7),), [2], "Label: 2 in the last 7 days"),
        ((("recency", None),), [NAN], "Never saw it"),
    ],
)
def test_the_analysts_sentences_come_first_where_what_they_say_is_known(
    known: Known, values: list[float], text: str
) -> None:
    assert said(values, "webinar", known=known, texts=OWN)[1] == text


def test_a_situation_without_a_sentence_of_the_analysts_keeps_the_usual_one() -> None:
    assert said([2, 1], texts={"none": "Never"})[1] == "Asked for a demo twice, the last time 1 day ago"
    assert said([2, 1], "zebra", texts={"none": "Never"})[1] == "Label: 2 in all, the last one 1 day ago"


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("numeric", 21_500.0, "It is 21,500!"),
        ("numeric", NAN, "Nobody knows"),
        ("category", 0.0, "It is trade fair!"),
        ("category", 1.0, "It is trade fair!"),
        ("category", NAN, "Nobody knows"),
        ("email_kind", 0.0, "It is a company's own!"),
        ("email_kind", NAN, "Nobody knows"),
        ("days_since", 2.0, "It is 2 days ago!"),
        ("days_since", NAN, "Nobody knows"),
    ],
)
def test_the_analysts_sentences_about_a_column_come_first(kind: Any, value: float, text: str) -> None:
    levels = {"category": ("trade_fair",), "email_kind": ("company", "disposable", "free")}.get(kind, ())
    signal = Signal("s", "Label", "fit", texts={"known": "It is {value}!", "missing": "Nobody knows"})
    spec = FeatureSpec((), (signal,), (Feature("f", "s", kind, "c", levels=levels),), dated=True)
    given_column = np.array(["trade_fair"], dtype=object)
    told = Phrases(spec).say(signal, Facts(np.array([value]), LeadTable(("1",), {"c": given_column}), 0))
    assert told[1] == text


def test_every_sentence_of_a_german_model_is_german() -> None:
    told = said([0.2], "c", known=(("numeric", None),), language="de")
    assert told == (0.2, "Label: 0,2")
    assert said([7], "", known=(("trend", 7),), language="de")[1] == (
        "Label: in den letzten 7 Tagen 7 mehr als in den 7 Tagen davor"
    )
    assert said([1, 4], known=(("count", 1), ("recency", None)), language="de")[1] == (
        "Label: am letzten Tag einmal, vor 4 Tagen"
    )


def group_of(feature: Feature) -> str:
    """The signal of a feature, as learning folds them."""
    if feature.kind in ("hour", "weekday", "day_of_month", "month"):
        return "arrival"
    folded = ("count", "recency", "value_sum", "distinct_days", "trend")
    return f"events {feature.source}" if feature.kind in folded else f"{feature.kind} {feature.source}"


@few
@given(st.integers(0, 2**32 - 1), st.sampled_from(SHIPPED))
def test_no_sentence_shows_a_raw_name_or_a_hole(seed: int, language: str) -> None:
    drawn = draw_activity(seed, n_leads=5, n_events=40, n_snapshots=5)
    rng = np.random.default_rng(seed)
    whole = whole_spec()
    kept = [feature for feature in whole.features if rng.random() < 0.5] or list(whole.features)
    groups = [group_of(feature) for feature in kept]
    features = tuple(replace(kept[i], name=f"raw_{i}", signal=groups[i]) for i in range(len(kept)))
    signals = tuple(Signal(group, "Label", "fit") for group in dict.fromkeys(groups))
    spec = replace(whole, features=features, signals=signals, wording=wording_in(language).kept())
    matrix = feature_matrix(spec, drawn.leads, drawn.log, drawn.snapshots)
    phrases = Phrases(spec)
    for position, lead in enumerate(drawn.snapshots.lead):
        for signal in signals:
            value, text = phrases.say(signal, Facts(matrix[position], drawn.leads, int(lead)))
            assert not re.search(r"raw_|[{}]|\bNone\b|\bnan\b|  |_", text)
            assert value is None or isinstance(value, str | int | float)
