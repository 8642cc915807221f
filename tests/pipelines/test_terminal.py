"""The terminal and the environment: what is taken from the environment, and what is said to people."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadscore.model.config import Config, parse_config
from leadscore.model.scoring.language import shipped
from leadscore.model.scoring.language.phrases import OF_A_SCORING, Language
from leadscore.pipelines.console.terminal import for_config, readers_wording, registry_of


def config_with(folder: Path, tracking_uri: str | None = None) -> Config:
    mlflow = {} if tracking_uri is None else {"tracking_uri": tracking_uri}
    leads = {"path": "leads.csv", "target": "won", "positive": ["1"]}
    return parse_config({"leads": leads, "mlflow": mlflow}, folder=folder)


@pytest.mark.parametrize(
    ("configured", "environment", "location"),
    [
        (None, None, "mlflow.db"),
        (None, "http://127.0.0.1:5999", "http://127.0.0.1:5999"),
        ("http://127.0.0.1:5998", "http://127.0.0.1:5999", "http://127.0.0.1:5998"),
    ],
)
def test_the_registry_is_the_configured_one_then_the_environments_then_a_file(
    configured: str | None,
    environment: str | None,
    location: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    if environment is not None:
        monkeypatch.setenv("MLFLOW_TRACKING_URI", environment)
    assert registry_of(config_with(tmp_path, configured)).location.endswith(location)


def test_a_next_command_names_the_configuration_only_where_it_must() -> None:
    assert for_config(Path("leadscore.toml")) == ""
    assert for_config(Path("demo/leadscore.toml")) == " --config demo/leadscore.toml"


@pytest.mark.parametrize(
    ("left_out", "note"),
    [
        ((), ""),
        (("small",), "fr.toml lacks a text, which is in English: `moved.small`\n"),
        (
            ("small", "signal", "start", "model", "time", "events"),
            "fr.toml lacks 6 texts, which are in English: `moved.events`, `moved.time`, `moved.signal`, `moved.model`, "
            "`moved.start` and others\n",
        ),
    ],
)
def test_the_reader_is_told_where_english_stands_in(
    left_out: tuple[str, ...], note: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = {section: shipped("en")[section] for section in ("language", *OF_A_SCORING)}
    raw["moved"] = {name: text for name, text in raw["moved"].items() if name not in left_out}
    (tmp_path / "fr.toml").write_text("\n".join(lines_of(raw)), encoding="utf-8")
    wording = readers_wording("fr.toml", tmp_path)
    assert capsys.readouterr().out == note
    assert wording.phrases == shipped("en")


def lines_of(language: Language) -> Iterator[str]:
    """A language file's lines; JSON writes texts as TOML reads them."""
    for section, phrases in language.items():
        yield f"[{section}]"
        for name, phrase in phrases.items():
            forms = {"": phrase} if isinstance(phrase, str) else {f".{form}": text for form, text in phrase.items()}
            yield from (f"{name}{form} = {json.dumps(text)}" for form, text in forms.items())
