"""The API's answer equals the score file's row for the same lead, field for field."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient

from leadscore.model.config import load_config
from leadscore.model.data.tables import read_leads
from leadscore.model.data.tables.tables import Tables
from leadscore.model.registry import Registry
from leadscore.model.scoring.bundle import load_bundle
from leadscore.model.scoring.scorer import INCLUDES
from leadscore.model.timestamps import NEVER, iso, moment
from leadscore.serve.app import create_app
from leadscore.serve.service import load_model
from leadscore.serve.settings import Settings

OWN_TO_EACH = {"record_id", "scored_at"}


@pytest.fixture(scope="module")
def client(project: Path) -> Iterator[TestClient]:
    resolved = Registry.of(load_config(project / "leadscore.toml")).resolve("champion")
    loaded = load_model(resolved.folder, "leadscore", resolved.version)
    with TestClient(create_app(lambda: loaded, Settings())) as started:
        yield started


@pytest.fixture(scope="module")
def tables(project: Path) -> Tables:
    """The scored tables, without the columns that training left out: the service warns of what it does not know."""
    config = load_config(project / "leadscore.toml")
    read = read_leads(config, "leads.csv", "events.csv", not_after=moment("2026-01-01"))
    spec = load_bundle(Registry.of(config).resolve("champion").folder).spec
    known = {column.name for column in spec.columns}
    columns = {name: values for name, values in read.leads.columns.items() if name in known}
    assert "onboarding_manager" in read.leads.columns.keys() - known
    return replace(read, leads=replace(read.leads, columns=columns))


def test_every_scored_lead_gets_the_same_answer_from_the_service(
    project: Path, client: TestClient, tables: Tables
) -> None:
    rows = pq.read_table(project / "all.parquet").to_pylist()
    position = {lead_id: index for index, lead_id in enumerate(tables.leads.ids)}
    for row in rows[:: max(1, len(rows) // 60)]:
        request = _request(tables, position[row["lead_id"]], row["as_of"]) | {"include": list(INCLUDES)}
        response = client.post("/v1/score", json=request)
        assert response.status_code == 200, response.text
        assert _comparable(response.json()) == _comparable(row)


def test_a_batch_answers_like_single_requests(project: Path, client: TestClient, tables: Tables) -> None:
    as_of = pq.read_table(project / "scores.parquet")["as_of"][0].as_py()
    requests = [_request(tables, position, as_of) for position in range(20)]
    single = [client.post("/v1/score", json=request).json() for request in requests]
    batch = client.post("/v1/score/batch", json={"leads": requests}).json()
    together = [answer["scoring"] for answer in batch["answers"]]
    assert [_comparable(answer) for answer in together] == [_comparable(answer) for answer in single]


def _request(tables: Tables, position: int, as_of: str) -> dict[str, Any]:
    lead: dict[str, Any] = {"lead_id": tables.leads.ids[position]}
    assert tables.leads.created_at is not None
    lead["created_at"] = iso(int(tables.leads.created_at[position]))
    for name, values in tables.leads.columns.items():
        lead[name] = _json(values[position], date=values.dtype == np.int64)
    log = tables.events
    rows = range(int(log.offsets[position]), int(log.offsets[position + 1]))
    events = [
        {
            "event_id": str(row),
            "occurred_at": iso(int(log.occurred_at[row])),
            "type": log.type.levels[log.type.codes[row]],
            "value": _json(log.value[row]),
        }
        for row in reversed(rows)
    ]
    return {"lead": lead, "events": events, "as_of": as_of}


def _json(value: Any, *, date: bool = False) -> Any:
    if date:
        return None if value == NEVER else iso(int(value))
    if isinstance(value, float | np.floating):
        return None if np.isnan(value) else float(value)
    return value


def _comparable(answer: dict[str, Any]) -> Any:
    """Without what is null in a file and left out of an answer; values as text, which a column of a file needs."""
    return _told({key: value for key, value in answer.items() if key not in OWN_TO_EACH})


def _told(part: Any) -> Any:
    if isinstance(part, dict):
        texts = {"value": str(part["value"])} if part.get("value") is not None else {}
        return {key: _told(value) for key, value in (part | texts).items() if value is not None}
    return [_told(entry) for entry in part] if isinstance(part, list) else part
