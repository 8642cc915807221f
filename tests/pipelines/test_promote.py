from collections.abc import Callable
from pathlib import Path

import pytest
from tiny_bundle import write_tiny_bundle

from leadscore.model.config import load_config
from leadscore.model.errors import RegistryError
from leadscore.model.registry import Run
from leadscore.pipelines.edge import registry_of
from leadscore.pipelines.promote import promote, rollback
from leadscore.pipelines.serve import serve

CONFIG = '[leads]\npath = "leads.csv"\ntarget = "won"\npositive = ["1"]\n'


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    path = tmp_path / "leadscore.toml"
    path.write_text(CONFIG)
    return path


def test_promote_and_rollback_say_what_moved(config: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    registry = registry_of(load_config(config))
    for seed in (1, 2):
        bundle = write_tiny_bundle(tmp_path / str(seed), seed=seed)
        registry.publish(Run("train"), tmp_path / str(seed), bundle.spec)
        promote(config)
    rollback(config)
    printed = capfd.readouterr()
    said = printed.out.splitlines()
    assert (len(said), printed.err) == (8, "")  # MLflow's own chatter is silent
    assert said[0] == "Version 1 of leadscore is now the champion; the first champion."
    assert said[3] == "Version 2 of leadscore is now the champion; before it was version 1."
    assert said[6] == "Version 1 of leadscore is the champion again, not version 2."


@pytest.mark.parametrize("verb", [promote, rollback, serve])
def test_without_a_registry_the_verbs_say_to_train(config: Path, verb: Callable[[Path], None]) -> None:
    with pytest.raises(RegistryError, match=r"no model registry yet\n.*\n.*`leadscore train`"):
        verb(config)
