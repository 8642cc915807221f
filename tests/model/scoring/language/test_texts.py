"""The analyst's own sentences: what may stand in them, and what is refused."""

from pathlib import Path
from typing import Any

import pytest

from leadscore.model.config import Config, parse_config
from leadscore.model.errors import ConfigError
from leadscore.model.scoring.language import check_texts


def configured(**sections: dict[str, Any]) -> Config:
    leads = {"path": "leads.csv", "id": "id", "created_at": "came", "target": "won", "positive": ["1"]}
    events = {"path": "events.csv", "lead_id": "id", "occurred_at": "at", "type": "kind"}
    return parse_config({"leads": leads, "events": events, **sections}, folder=Path())


def column(**texts: str) -> Config:
    return configured(columns={"budget": {"role": "numeric", **texts}})


def event(**texts: str) -> Config:
    return configured(event_types={"demo": texts})


@pytest.mark.parametrize(
    "config",
    [
        configured(),
        column(),
        column(text="Budget of {value} euros", text_missing="No budget named"),
        column(text="{value}, that is {value} {{net}}"),
        event(text="{count} demos, the last {ago}", text_once="A demo {ago}", text_none="No demo"),
        event(text="{count} demos", text_once="A single demo"),
    ],
)
def test_sentences_that_can_be_filled_in_are_taken(config: Config) -> None:
    check_texts(config)


@pytest.mark.parametrize(
    ("texts", "what"),
    [
        ({"text": "A budget"}, "lacks the placeholder `{value}`"),
        ({"text": "{vale}"}, "holds the unknown placeholder `{vale}`"),
        ({"text": "{value.real}"}, "holds `{value.real}`, which is not a plain name"),
        ({"text": "{value:.2f}"}, "holds `{value:.2f}`, which is not a plain name"),
        ({"text": "{0}"}, "holds `{0}`, which is not a plain name"),
        ({"text": "{value"}, "has braces that do not match"),
        ({"text": " "}, "is empty"),
        ({"text_missing": "No {value}"}, "holds the unknown placeholder `{value}`"),
        ({"text_missing": ""}, "is empty"),
    ],
)
def test_a_sentence_about_a_column_that_cannot_be_filled_in_is_refused(texts: dict[str, str], what: str) -> None:
    with pytest.raises(ConfigError, match="what to do: ") as refused:
        check_texts(column(**texts))
    assert (refused.value.what, refused.value.where) == (f"The text {what}", f"columns.budget.{next(iter(texts))}")


@pytest.mark.parametrize(
    ("texts", "what"),
    [
        ({"text": "Demos, the last {ago}"}, "lacks the placeholder `{count}`"),
        ({"text": "{count} {value}"}, "holds the unknown placeholder `{value}`"),
        ({"text_once": "{count} demo"}, "holds the unknown placeholder `{count}`"),
        ({"text_none": "None, {ago}"}, "holds the unknown placeholder `{ago}`"),
    ],
)
def test_a_sentence_about_events_that_cannot_be_filled_in_is_refused(texts: dict[str, str], what: str) -> None:
    with pytest.raises(ConfigError, match="what to do: ") as refused:
        check_texts(event(**texts))
    assert (refused.value.what, refused.value.where) == (f"The text {what}", f"event_types.demo.{next(iter(texts))}")
