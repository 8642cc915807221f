import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from structlog.testing import capture_logs
from tiny_bundle import CARD, LEVELS, write_tiny_bundle

from leadscore.model.card import Estimate
from leadscore.model.card.signals import SignalChecks, SignalSlope
from leadscore.model.errors import LeadscoreError, RegistryError
from leadscore.model.scoring.scorer import Scorer
from leadscore.serve.answers import ModelAnswer
from leadscore.serve.app import create_app
from leadscore.serve.service import LoadedModel, source_of
from leadscore.serve.settings import Settings

LEAD = {"lead_id": "L-9", "created_at": "2026-01-01", "industry": "Health", "e mail": "ann@secret.example"}


def failing(error: Exception) -> Callable[[], LoadedModel]:
    def source() -> LoadedModel:
        raise error

    return source


def test_the_model_describes_itself(client: TestClient, loaded: LoadedModel) -> None:
    answer = client.get("/v1/model").json()
    ModelAnswer.model_validate(answer)
    assert answer["metrics"]["model"]["roc_auc"] == {"value": 0.8, "low": 0.7, "high": 0.9}
    assert answer == {
        **loaded.identity.as_dict(),
        "trained_until": CARD.trained_until,
        "horizon_days": CARD.horizon_days,
        "metrics": answer["metrics"],
        "dated": True,
        "columns": [
            {"name": "budget", "role": "numeric"},
            {"name": "industry", "role": "category", "levels": list(LEVELS)},
            {"name": "e mail", "role": "email"},
            {"name": "renewal", "role": "date"},
        ],
        "event_types": ["demo"],
        "event_attributes": ["page"],
    }


def test_the_model_says_whether_its_signals_hold(loaded: LoadedModel) -> None:
    budget = SignalSlope("Budget", Estimate(0.9, 0.6, 1.2), gain=0.01, log_odds=0.4)
    colour = SignalSlope("Colour", Estimate(), gain=-0.001, log_odds=0.1, reason=False)
    card = replace(loaded.scorer.bundle.card, checks=SignalChecks(signals=(budget,), left_out=(colour,)))
    checked = replace(loaded, scorer=Scorer(replace(loaded.scorer.bundle, card=card)))
    with TestClient(create_app(lambda: checked, Settings())) as client:
        answer = client.get("/v1/model").json()
    ModelAnswer.model_validate(answer)
    assert answer["checks"] == {
        "signals": [
            {
                "signal": "Budget",
                "slope": {"value": 0.9, "low": 0.6, "high": 1.2},
                "gain": 0.01,
                "log_odds": 0.4,
                "reason": True,
            }
        ],
        "left_out": [
            {
                "signal": "Colour",
                "slope": {"value": None, "low": None, "high": None},
                "gain": -0.001,
                "log_odds": 0.1,
                "reason": False,
            }
        ],
        "all_say_nothing": False,
        "later": [],
    }


def test_a_loaded_model_is_alive_and_ready(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready"}


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/v1/model", "/openapi.json"])
def test_what_can_be_read_can_be_asked_for_with_head(client: TestClient, path: str) -> None:
    assert client.head(path).status_code == 200
    assert path == "/openapi.json" or list(client.get("/openapi.json").json()["paths"][path]) == ["get"]


@pytest.mark.parametrize(("method", "path"), [("GET", "/readyz"), ("GET", "/v1/model"), ("POST", "/v1/score")])
def test_without_a_model_the_service_lives_but_is_not_ready(method: str, path: str) -> None:
    error = RegistryError("There is no champion yet", where="sqlite:////home/ann/mlflow.db", remedy="run it")
    with capture_logs() as logs, TestClient(create_app(failing(error), Settings())) as client:
        assert client.get("/healthz").status_code == 200
        response = client.request(method, path, json={"lead": LEAD} if method == "POST" else None)
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["title"] == "No model is loaded"
    assert "run `leadscore train` and `leadscore promote`" in response.json()["detail"]
    assert "/home/ann" not in response.text
    assert [line["what"] for line in logs if line["event"] == "no model"] == ["There is no champion yet"]


def test_a_model_that_comes_later_is_picked_up(loaded: LoadedModel) -> None:
    answers: list[LoadedModel | LeadscoreError] = [RegistryError("There is no champion yet"), loaded]

    def source() -> LoadedModel:
        answer = answers.pop(0)
        if isinstance(answer, LeadscoreError):
            raise answer
        return answer

    with TestClient(create_app(source, Settings(retry_after_s=0))) as client:
        assert client.get("/readyz").status_code == 200


def test_a_failure_is_not_tried_again_at_once() -> None:
    calls = []

    def source() -> LoadedModel:
        calls.append(1)
        raise RegistryError("There is no champion yet")

    with TestClient(create_app(source, Settings(retry_after_s=3_600))) as client:
        assert [client.get("/readyz").status_code for _ in range(3)] == [503] * 3
    assert len(calls) == 1


def test_a_damaged_bundle_leaves_the_service_unready(tmp_path: Path) -> None:
    write_tiny_bundle(tmp_path / "bundle")
    (tmp_path / "bundle" / "card.json").write_text("{}")
    settings = Settings(bundle=tmp_path / "bundle")
    with capture_logs() as logs, TestClient(create_app(source_of(settings), settings)) as client:
        assert client.get("/readyz").status_code == 503
    assert [line["what"] for line in logs if line["event"] == "no model"] == [
        "card.json was changed after it was written"
    ]


def test_code_that_fails_answers_500_and_tells_nothing_of_the_lead(
    loaded: LoadedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("ann@secret.example has no row")

    monkeypatch.setattr(loaded.scorer, "score", fail)
    with capture_logs() as logs, TestClient(create_app(lambda: loaded, Settings())) as client:
        response = client.post("/v1/score", json={"lead": LEAD})
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": "urn:leadscore:problem:internal",
        "title": "The service failed",
        "status": 500,
        "detail": "Where: the service. What to do: try again; the service's log holds the cause.",
    }
    (failure,) = [line for line in logs if line["event"] == "failed"]
    assert failure["error"] == "ValueError"
    assert failure["trace"][-1].startswith("test_service.py:")
    assert "secret" not in json.dumps(logs)


def test_a_request_is_one_log_line_without_lead_data(client: TestClient) -> None:
    with capture_logs() as logs:
        client.post("/v1/score", json={"lead": LEAD, "nonsense": 1})
        client.post("/v1/score", json={"lead": LEAD})
        client.get("/v1/leads/ann@secret.example")
    assert [(line["event"], line["method"], line["route"], line["status"]) for line in logs] == [
        ("request", "POST", "/v1/score", 422),
        ("request", "POST", "/v1/score", 200),
        ("request", "GET", "none", 404),
    ]
    assert all(line["duration_ms"] >= 0 for line in logs)
    assert "L-9" not in json.dumps(logs)
    assert "secret" not in json.dumps(logs)


def test_openapi_names_the_models_own_columns(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    schemas = document["components"]["schemas"]
    assert set(schemas["Lead"]["properties"]) == {"lead_id", "created_at", "budget", "industry", "e mail", "renewal"}
    assert schemas["Lead"]["required"] == ["lead_id", "created_at"]
    assert schemas["Lead"]["properties"]["industry"]["examples"] == list(LEVELS)
    assert set(schemas["Event"]["properties"]) == {"event_id", "occurred_at", "type", "value", "page"}
    body = document["paths"]["/v1/score"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/ScoreRequest"}
    assert set(document["paths"]) == {"/v1/score", "/v1/score/batch", "/v1/model", "/healthz", "/readyz"}


def test_every_reference_in_openapi_leads_somewhere(client: TestClient) -> None:
    text = client.get("/openapi.json").text
    schemas = json.loads(text)["components"]["schemas"]
    named = {part.partition('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert named <= set(schemas)


def test_openapi_works_before_a_model_is_there() -> None:
    with TestClient(create_app(failing(RegistryError("There is no champion yet")), Settings())) as client:
        schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert schemas["ScoreRequest"] == {"type": "object"}


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADSCORE_BATCH_LEADS", "20")
    monkeypatch.setenv("LEADSCORE_BUNDLE", "/models/a")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://mlflow.example")
    settings = Settings()
    assert (settings.batch_leads, settings.bundle) == (20, Path("/models/a"))
    assert settings.tracking_uri == "http://mlflow.example"


_START = """
import json, sys, threading
from fastapi import FastAPI
from leadscore.serve.asgi import app
service = app()
model = service.state.service.holder.current()
heavy = ["pandas", "sklearn", "shap", "mlflow", "matplotlib", "pyarrow", "duckdb"]
print(json.dumps({"version": model.version, "heavy": [name for name in heavy if name in sys.modules]}))
"""


def test_a_server_that_starts_from_a_folder_loads_no_heavy_library(tmp_path: Path) -> None:
    write_tiny_bundle(tmp_path / "bundle")
    environment = {**os.environ, "LEADSCORE_BUNDLE": str(tmp_path / "bundle"), "LEADSCORE_VERSION": "7"}
    done = subprocess.run(  # noqa: S603 - our own text
        [sys.executable, "-c", _START], capture_output=True, text=True, check=True, env=environment
    )
    assert json.loads(done.stdout.splitlines()[-1]) == {"version": "7", "heavy": []}
