"""The terminal and the environment: what is taken from the environment, and what is said to people."""

from pathlib import Path

import pytest

from leadscore.model.config import Config, parse_config
from leadscore.pipelines.console.terminal import for_config, registry_of


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
