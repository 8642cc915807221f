"""Whatever fits the OpenAPI document, and what does not, is answered as the document says."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from tiny_service import tiny_client, tiny_model

_BRIEF = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with tiny_client(tiny_model(tmp_path_factory.mktemp("fuzzing"))) as client:
        yield client


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "mode"),
    [
        ("/v1/score", schemathesis.GenerationMode.POSITIVE),
        ("/v1/score", schemathesis.GenerationMode.NEGATIVE),
        ("/v1/score/batch", schemathesis.GenerationMode.POSITIVE),  # a misfit among others is answered, not refused
    ],
)
def test_every_answer_is_as_documented(client: TestClient, path: str, mode: schemathesis.GenerationMode) -> None:
    api = schemathesis.openapi.from_asgi("/openapi.json", client.app)

    @_BRIEF
    @given(case=api[path]["POST"].as_strategy(generation_mode=mode))
    def check(case: Any) -> None:
        case.call_and_validate()

    check()
