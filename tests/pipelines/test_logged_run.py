"""What MLflow keeps of a training, so that a model can be traced back and made again."""

import ast
import json
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from mlflow import MlflowClient

from leadscore.model.card import card_as_dict
from leadscore.model.config import load_config
from leadscore.model.registry import Registry
from leadscore.model.registry.publishing import code_version, environment
from leadscore.model.scoring.bundle import load_bundle


@pytest.fixture(scope="module")
def registry(project: Path) -> Registry:
    return Registry.of(load_config(project / "leadscore.toml"))


@pytest.fixture(scope="module")
def card(registry: Registry) -> dict[str, Any]:
    return card_as_dict(load_bundle(registry.resolve("champion").folder).card)


@pytest.fixture(scope="module")
def run(registry: Registry) -> Any:
    client = MlflowClient(tracking_uri=registry.address.uri)
    pointer = registry.pointer("champion")
    assert pointer is not None
    return client.get_run(pointer.run_id)


def test_every_metric_of_the_model_and_its_baselines_is_logged_with_its_interval(
    run: Any, card: dict[str, Any]
) -> None:
    logged = run.data.metrics
    assert {"base_rate", "age_rate", "naive_bayes", "logistic", "lightgbm"} < card["metrics"].keys()
    for name, figures in card["metrics"].items():
        for metric, figure in figures.items():
            for part, number in figure.items():
                assert logged.get(f"{name}.{metric}.{part}") == number


def test_the_fingerprint_of_the_data_is_logged_with_row_counts_column_hashes_and_dates(
    run: Any, card: dict[str, Any], registry: Registry
) -> None:
    data = card["data"]
    assert run.data.tags["data_fingerprint"] == data["sha256"]
    assert {table: run.data.params[f"data.rows.{table}"] for table in data["rows"]} == {
        table: str(rows) for table, rows in data["rows"].items()
    }
    assert (run.data.params["data.first"], run.data.params["data.last"]) == (data["first"], data["last"])
    written = json.loads((registry.files("champion") / "data.json").read_text())
    assert written == data
    assert {"leads.id", "leads.columns.budget", "events.type", "outcomes.outcome"} < written["columns"].keys()


def test_the_configuration_is_kept_as_it_was(project: Path, registry: Registry) -> None:
    kept = registry.files("champion") / "leadscore.toml"
    assert kept.read_bytes() == (project / "leadscore.toml").read_bytes()


def test_code_and_environment_are_logged(run: Any, registry: Registry) -> None:
    tags = run.data.tags
    assert tags["code"] == code_version()
    assert (tags["python"], tags["version.lightgbm"]) == (platform.python_version(), version("lightgbm"))
    kept = (registry.files("champion") / "environment.txt").read_text(encoding="utf-8")
    assert kept == environment()
    assert f"\nscikit-learn=={version('scikit-learn')}\n" in kept


def test_what_was_decided_is_logged_with_the_report_and_its_plots(
    run: Any, card: dict[str, Any], registry: Registry
) -> None:
    assert run.data.tags["verdict"] == card["verdict"]["readiness"]
    for key in ("weights", "intercept", "drift", "folds"):
        assert ast.literal_eval(run.data.params[f"learner.{key}"]) == card["learner"][key]
    files = registry.files("champion")
    html = (files / "report.html").read_text(encoding="utf-8")
    assert card["data"]["sha256"] in html
    assert "rate at its age" in html
    assert {"beeswarm.png", "twin"} < {path.name for path in files.iterdir()}
