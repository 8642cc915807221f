import tomllib
from pathlib import Path

import pytest

from leadscore.model.config import (
    HEADINGS,
    SECTIONS,
    ColumnSettings,
    Config,
    EventsSettings,
    LeadsSettings,
    PointRule,
    load_config,
    parse_config,
)
from leadscore.model.config.writing import render
from leadscore.model.expressions.parsing import parse

ODD_NAMES = [
    *("plain", "with space", "a.b", 'a "quoted" name', "back\\slash", "it's", "Größe", "€", "line\nbreak", "tab\there"),
    *("[columns.x]", "# no comment", "", "\x7f\x00", "path", "-", "1"),
]


def config_with(columns: dict[str, ColumnSettings]) -> Config:
    leads = LeadsSettings(path="C:\\exports\\leads.csv", created_at="came", target="won", positive=("yes", 'quo"ted'))
    return Config(leads=leads, columns=columns)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_column_names_survive_writing_and_reading(name: str, tmp_path: Path) -> None:
    config = config_with({name: ColumnSettings(role="numeric", decimal=",", label=name, known_after=3)})
    path = tmp_path / "leadscore.toml"
    path.write_text(render(config, {f"columns.{name}": f"because of {name}"}), encoding="utf-8")
    assert load_config(path).model_dump() == config.model_dump()


def test_columns_keep_their_order_and_write_only_what_is_not_the_default() -> None:
    text = render(
        config_with({"b": ColumnSettings(role="date", day_first=True), "a": ColumnSettings(role="email")}), {}
    )
    assert '[columns.b]\nrole = "date"\nday_first = true\n\n[columns.a]\nrole = "email"\n' in text


def test_every_key_of_every_section_is_there_with_its_meaning_or_its_reason() -> None:
    raw = {
        "leads": {"path": "leads.csv", "id": "id", "created_at": "created"},
        "events": {"path": "events.csv", "lead_id": "id", "occurred_at": "at", "type": "type"},
        "outcomes": {"path": "deals.csv", "lead_id": "id", "occurred_at": "at"},
        "learning": {"horizon_days": 30},
    }
    config = parse_config(raw, folder=Path())
    text = render(config, {"learning.horizon_days": "80% of the conversions come within 20 days"})
    assert parse_config(tomllib.loads(text), folder=Path()) == config
    assert "horizon_days = 30  # 80% of the conversions come within 20 days\n" in text
    assert '# train_until = ""  # Latest moment a training label may look at.\n' in text
    for name, section in SECTIONS.items():
        if name not in HEADINGS and getattr(config, name) is not None:
            for key in section.model_fields:
                assert f"\n{key} = " in text or f"\n# {key} = " in text


def test_point_rules_are_written_one_by_one_and_read_back() -> None:
    rules = (
        PointRule(when=parse('country = "Germany"'), points=10.0),
        PointRule(event="demo", at_least=2, points=-5.0),
    )
    events = EventsSettings(path="events.csv", lead_id="id", occurred_at="at", type="type")
    leads = LeadsSettings(path="leads.csv", id="id", created_at="came", target="won", positive=("yes",))
    config = Config(leads=leads, events=events, point_rules=rules)
    text = render(config, {})
    assert text.count("[[point_rules]]") == 2
    assert parse_config(tomllib.loads(text), folder=Path()).point_rules == rules


def test_a_section_that_is_not_set_is_left_out() -> None:
    assert "[events]" not in render(config_with({}), {})
