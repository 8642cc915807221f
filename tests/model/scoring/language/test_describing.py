"""Signals get the configuration's labels and sentences, and in another language the language's own labels."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from activity import COLUMNS, draw_activity

from leadscore.model.config import Config, parse_config
from leadscore.model.features.spec import FeatureSpec, Signal
from leadscore.model.features.spec_learning import learn_spec
from leadscore.model.scoring.language import described_spec, wording_in

EMAIL = next(column.name for column in COLUMNS if column.role == "email")
ATTRIBUTE = "page"


def configured(language: str = "en", **sections: dict[str, Any]) -> Config:
    leads = {"path": "leads.csv", "id": "id", "created_at": "came", "target": "won", "positive": ["1"]}
    columns = {column.name: {"role": column.role} for column in COLUMNS}
    for name, settings in sections.pop("columns", {}).items():
        columns[name] = columns[name] | settings
    events = {"path": "events.csv", "lead_id": "id", "occurred_at": "at", "type": "kind"}
    wording = {"language": language}
    return parse_config(
        {"leads": leads, "events": events, "columns": columns, "wording": wording, **sections}, folder=Path()
    )


@pytest.fixture(scope="module")
def learnt() -> FeatureSpec:
    """Every kind of signal, as it is learnt."""
    drawn = draw_activity(0, n_leads=200, n_events=4000, n_snapshots=600)
    return learn_spec(drawn.leads, drawn.log, drawn.snapshots, configured().columns)


def named(spec: FeatureSpec, name: str) -> Signal:
    return next(signal for signal in spec.signals if signal.name == name)


def test_english_changes_no_label_but_where_it_says_it_better(learnt: FeatureSpec) -> None:
    before = {signal.name: signal.label for signal in learnt.signals}
    after = {signal.name: signal.label for signal in described_spec(learnt, configured()).signals}
    assert after == before | {
        "event.first.type": "First activity",
        "event.last.type": "Last activity",
        f"event.distinct.{ATTRIBUTE}": "Different values of “Page”",
    }


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("lead.age", "Alter des Leads"),
        ("lead.created_at", "Eingang des Leads"),
        ("activity", "Aktivität insgesamt"),
        ("event.first.type", "Erste Aktivität"),
        ("event.last.type", "Letzte Aktivität"),
        (f"event.last.{ATTRIBUTE}", "Page, zuletzt"),
        (f"event.distinct.{ATTRIBUTE}", "Verschiedene Werte von „Page“"),
        (f"column.{EMAIL}", "Art der E-Mail-Adresse"),
    ],
)
def test_labels_that_leadscore_makes_up_are_the_languages(learnt: FeatureSpec, name: str, label: str) -> None:
    assert named(described_spec(learnt, configured("de")), name).label == label


def test_labels_of_columns_and_events_stay_the_analysts_in_any_language(learnt: FeatureSpec) -> None:
    event = learnt.event_types[0]
    config = configured("de", columns={EMAIL: {"label": "Adresse"}}, event_types={event: {"label": "Besuch"}})
    spec = described_spec(learnt, config)
    assert (named(spec, f"column.{EMAIL}").label, named(spec, f"event.{event}").label) == ("Adresse", "Besuch")
    other = learnt.event_types[1]
    assert named(spec, f"event.{other}") == named(learnt, f"event.{other}")


def test_tags_and_sentences_come_from_the_configuration(learnt: FeatureSpec) -> None:
    event, column = learnt.event_types[0], next(c.name for c in COLUMNS if c.role == "numeric")
    config = configured(
        columns={column: {"text": "It is {value}", "bant": "budget", "shareable": True}},
        event_types={event: {"text_none": "Never", "actionable": True, "axis": "context"}},
    )
    spec = described_spec(learnt, config)
    told = named(spec, f"column.{column}")
    assert (told.texts, told.bant, told.shareable) == ({"known": "It is {value}"}, "budget", True)
    told = named(spec, f"event.{event}")
    assert (told.texts, told.actionable, told.axis) == ({"none": "Never"}, True, "context")


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_language_is_kept_with_the_model_and_nothing_else_changes(learnt: FeatureSpec, language: str) -> None:
    spec = described_spec(learnt, configured(language))
    assert spec.wording == wording_in(language).kept()
    assert (spec.features, spec.columns, spec.event_types) == (learnt.features, learnt.columns, learnt.event_types)
    assert [signal.name for signal in spec.signals] == [signal.name for signal in learnt.signals]
    assert np.array_equal(spec.signal_positions, learnt.signal_positions)
