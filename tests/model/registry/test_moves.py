"""Every move of the champion can be accounted for."""

import json
from pathlib import Path
from typing import Any

import pytest
from mlflow_side import client_of
from tiny_bundle import write_tiny_bundle

from leadscore.model.errors import RegistryError
from leadscore.model.registry import CHALLENGER, CHAMPION, Grounds, Registry, Run
from leadscore.model.registry.registry import MOVE_TAG
from leadscore.model.timestamps import DAY


@pytest.fixture
def two_versions(registry: Registry, tmp_path: Path) -> Registry:
    for seed in (1, 2):
        bundle = write_tiny_bundle(tmp_path / str(seed), seed=seed)
        registry.publish(Run("train"), tmp_path / str(seed), bundle.spec)
        if seed == 1:
            registry.promote("1", Grounds(DAY, "The first one."))
    return registry


def moves_of(registry: Registry, version: str) -> dict[str, dict[str, Any]]:
    tags = client_of(registry).get_model_version(registry.model, version).tags
    return {name: json.loads(text) for name, text in sorted(tags.items()) if name.startswith(MOVE_TAG)}


def test_a_forced_promotion_is_kept_with_its_reason_and_its_numbers(two_versions: Registry) -> None:
    comparison = {"version": "1", "better": False, "difference": {"value": 0.1, "low": 0.0, "high": 0.2}}
    two_versions.promote(
        "2", Grounds(2 * DAY, "It is worse.", forced=True, why="Müller said so", comparison=comparison)
    )
    assert moves_of(two_versions, "2") == {
        "leadscore.move.19700103T000000Z": {
            "move": "promoted",
            "at": "1970-01-03T00:00:00Z",
            "before": "1",
            "after": "2",
            "rule": "It is worse.",
            "forced": True,
            "why": "Müller said so",
            "comparison": comparison,
        }
    }


def test_going_back_and_forth_forgets_no_move(two_versions: Registry) -> None:
    two_versions.promote("2", Grounds(2 * DAY))
    for day in (3, 4, 5):
        two_versions.rollback(Grounds(day * DAY))
    told = {version: [(m["move"], m["before"]) for m in moves_of(two_versions, version).values()] for version in "12"}
    assert told == {
        "1": [("promoted", None), ("rolled back", "2"), ("rolled back", "2")],
        "2": [("promoted", "1"), ("rolled back", "1")],
    }


def test_a_challenger_that_was_replaced_meanwhile_is_not_promoted(two_versions: Registry) -> None:
    with pytest.raises(RegistryError, match=r"challenger is version 2 by now, not version 1\n.*\n.*promote` again"):
        two_versions.promote("1", Grounds(0))
    assert two_versions.resolve(CHAMPION).version == "1"
    assert two_versions.resolve(CHALLENGER).version == "2"
    assert len(moves_of(two_versions, "1")) == 1
