"""The page on wording is true: its example is taken, and it names every key, placeholder and section."""

import re
import tomllib
from pathlib import Path

import pytest

from leadscore.model.config import parse_config
from leadscore.model.errors import ConfigError
from leadscore.model.scoring.language import check_texts, shipped
from leadscore.model.scoring.language.phrases import ALLOWED, REQUIRED

PAGE = (Path(__file__).parents[4] / "docs/wording.md").read_text(encoding="utf-8")
LEADS = {"path": "leads.csv", "id": "id", "created_at": "came", "target": "won", "positive": ["1"]}
EVENTS = {"path": "events.csv", "lead_id": "id", "occurred_at": "at", "type": "kind"}


def test_its_example_is_taken() -> None:
    found = re.search(r"<!-- texts -->\n```toml\n(.*?)```", PAGE, re.DOTALL)
    raw = tomllib.loads(found[1]) if found else {}
    texts = raw["columns"]["budget"] | raw["event_types"]["fair_visit"]
    assert {key for key in texts if key.startswith("text")} == {"text", "text_missing", "text_once", "text_none"}
    check_texts(parse_config({"leads": LEADS, "events": EVENTS, **raw}, folder=Path()))


@pytest.mark.parametrize("section", ALLOWED)
def test_it_says_what_each_text_must_and_may_hold(section: str) -> None:
    for key, allowed in ALLOWED[section].items():
        must = REQUIRED.get(f"{section}.{key}", frozenset())
        told = [" and ".join(f"`{{{name}}}`" for name in sorted(names)) for names in (must, allowed - must)]
        row = re.search(rf"^\| `{section}\.NAME\.{key}` \| [^|]+ \|([^|]*)\|([^|]*)\|$", PAGE, re.MULTILINE)
        assert row is not None
        assert [cell.strip() for cell in row.groups()] == told


@pytest.mark.parametrize("text", re.findall(r"`(\{value.+?\}|\{0\})`", PAGE))
def test_what_it_says_is_refused_is_refused(text: str) -> None:
    raw: dict[str, object] = {"leads": LEADS, "columns": {"a": {"role": "numeric", "text": f"{{value}} {text}"}}}
    with pytest.raises(ConfigError, match="which is not a plain name"):
        check_texts(parse_config(raw, folder=Path()))


def test_it_names_every_section_of_a_language_file() -> None:
    table = PAGE[PAGE.index("## The sections") :]
    named = {name for row in re.findall(r"^\| (`.+?) \|", table, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    assert named == set(shipped("en"))
