import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from mlflow_side import client_of
from tiny_bundle import write_tiny_bundle

from leadscore.model.config import parse_config
from leadscore.model.errors import RegistryError
from leadscore.model.registry import CHALLENGER, CHAMPION, PREVIOUS, Grounds, Move, Registry, Run
from leadscore.model.registry.address import Address
from leadscore.model.registry.cache import manifest_sha256
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.language import english, wording_in

DEAD_SERVER = "http://127.0.0.1:9"
GROUNDS = Grounds(at=0)


@pytest.fixture(scope="session")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, Bundle]]:
    root = tmp_path_factory.mktemp("bundles")
    return [(root / str(seed), write_tiny_bundle(root / str(seed), seed=seed)) for seed in (1, 2, 3)]


def publish(registry: Registry, bundle: tuple[Path, Bundle]) -> str:
    return registry.publish(Run("train"), bundle[0], bundle[1].spec).version


def promote(registry: Registry) -> Move:
    """Make the challenger the champion, whatever anybody thinks of it."""
    return registry.promote(registry.resolve(CHALLENGER).version, GROUNDS)


def moved_to(registry: Registry, uri: str) -> Registry:
    return replace(registry, address=Address.of(uri, registry.address.folder))


def test_a_published_bundle_is_the_challenger_and_comes_back_byte_for_byte(
    registry: Registry, bundles: list[tuple[Path, Bundle]], tmp_path: Path
) -> None:
    folder, bundle = bundles[0]
    plots = tmp_path / "plots"
    plots.mkdir()
    (plots / "calibration.svg").write_text("<svg/>")
    run = Run(
        "train", {"seed": 0, "rows": 7}, {"roc_auc": 0.8, "worse": float("nan")}, {"leadscore.data": "ab12"}, plots
    )

    published = registry.publish(run, folder, bundle.spec)
    resolved = registry.resolve(CHALLENGER)

    assert (published.version, published.sha256) == ("1", manifest_sha256(folder))
    assert (resolved.version, resolved.sha256, resolved.warning) == ("1", published.sha256, None)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {
        p.name: p.read_bytes() for p in resolved.folder.iterdir()
    }


def test_a_run_keeps_parameters_metrics_tags_and_files(
    registry: Registry, bundles: list[tuple[Path, Bundle]], tmp_path: Path
) -> None:
    (tmp_path / "plots").mkdir()
    (tmp_path / "plots" / "lift.svg").write_text("<svg/>")
    params = {f"p{i}": i for i in range(230)}
    run = Run("train", params, {"roc_auc": 0.8}, {"leadscore.data": "ab12"}, tmp_path / "plots")
    run_id = registry.publish(run, bundles[0][0], bundles[0][1].spec).run_id

    logged = client_of(registry).get_run(run_id)

    assert logged.info.status == "FINISHED"
    assert logged.data.params == {name: str(value) for name, value in params.items()}
    assert logged.data.metrics == {"roc_auc": 0.8}
    assert logged.data.tags["leadscore.data"] == "ab12"
    assert [file.path for file in client_of(registry).list_artifacts(run_id)] == ["lift.svg"]


def test_promoting_and_rolling_back_move_the_aliases(registry: Registry, bundles: list[tuple[Path, Bundle]]) -> None:
    publish(registry, bundles[0])
    first = promote(registry)
    publish(registry, bundles[1])
    second = promote(registry)
    assert (first.before, first.after) == (None, "1")
    assert (second.before, second.after) == ("1", "2")
    assert registry.resolve(PREVIOUS).version == "1"

    back = registry.rollback(GROUNDS)
    assert (back.before, back.after) == ("2", "1")
    assert registry.resolve(CHAMPION).sha256 == bundles[0][1].sha256

    forth = registry.rollback(GROUNDS)
    assert (forth.before, forth.after) == ("1", "2")


@pytest.mark.parametrize(
    ("alias", "message"),
    [
        (CHALLENGER, r"There is no challenger\n  where: model leadscore in sqlite.*\n  what to do: .*leadscore train"),
        (CHAMPION, r"There is no champion yet\n.*\n  what to do: run `leadscore promote`"),
        (PREVIOUS, r"There is no previous champion to go back to\n.*\n.*second model"),
    ],
)
def test_an_alias_that_does_not_exist_says_what_to_run(registry: Registry, alias: str, message: str) -> None:
    with pytest.raises(RegistryError, match=message):
        registry.resolve(alias)


def test_promoting_twice_or_rolling_back_too_early_is_refused(
    registry: Registry, bundles: list[tuple[Path, Bundle]]
) -> None:
    publish(registry, bundles[0])
    promote(registry)
    with pytest.raises(RegistryError, match="There is no challenger"):
        promote(registry)
    with pytest.raises(RegistryError, match="no previous champion"):
        registry.rollback(GROUNDS)
    assert registry.resolve(CHAMPION).version == "1"


@pytest.mark.parametrize("name", ["booster.txt", "manifest.json"])
def test_a_bundle_changed_inside_the_registry_is_neither_promoted_nor_resolved(
    registry: Registry, bundles: list[tuple[Path, Bundle]], name: str
) -> None:
    publish(registry, bundles[0])
    (stored,) = (registry.address.folder / "mlartifacts").rglob(f"bundle/{name}")
    stored.write_bytes(stored.read_bytes() + b" ")
    with pytest.raises(RegistryError, match="not the one that was registered: its hashes differ"):
        registry.resolve(CHALLENGER)
    with pytest.raises(RegistryError, match=r"what to do: restore the artifacts, go back with `leadscore rollback`"):
        promote(registry)
    with pytest.raises(RegistryError, match="no champion yet"):
        registry.resolve(CHAMPION)


def test_a_version_registered_by_other_means_is_refused(registry: Registry, bundles: list[tuple[Path, Bundle]]) -> None:
    publish(registry, bundles[0])
    client_of(registry).delete_model_version_tag("leadscore", "1", "leadscore.manifest_sha256")
    with pytest.raises(RegistryError, match="Version 1 was not registered by leadscore"):
        registry.resolve(CHALLENGER)


def test_a_tag_that_is_no_hash_never_becomes_a_path(registry: Registry, bundles: list[tuple[Path, Bundle]]) -> None:
    publish(registry, bundles[0])
    client_of(registry).set_model_version_tag("leadscore", "1", "leadscore.manifest_sha256", "../../x")
    with pytest.raises(RegistryError, match="something that is no SHA-256 hash"):
        registry.resolve(CHALLENGER)


def test_the_last_good_bundle_serves_while_the_registry_is_away(
    registry: Registry, bundles: list[tuple[Path, Bundle]]
) -> None:
    publish(registry, bundles[0])
    promote(registry)
    good = registry.resolve(CHAMPION)
    database = registry.address.database
    assert database is not None
    database.write_bytes(b"this is no database, whatever its name says")

    stale = replace(registry).resolve(CHAMPION)

    assert (stale.version, stale.sha256, stale.folder) == (good.version, good.sha256, good.folder)
    assert stale.warning is not None
    warning = stale.warning.said(english())
    assert warning.startswith("The model registry cannot be used")
    assert warning.endswith("version 1 is the last champion known here")
    assert stale.warning.said(wording_in("de")).endswith("Version 1 ist die letzte hier bekannte für champion")


def test_a_damaged_copy_on_disk_is_fetched_again(registry: Registry, bundles: list[tuple[Path, Bundle]]) -> None:
    publish(registry, bundles[0])
    kept = registry.resolve(CHALLENGER).folder
    (kept / "booster.txt").write_text("damaged")
    again = registry.resolve(CHALLENGER)
    assert (again.folder / "booster.txt").read_bytes() == (bundles[0][0] / "booster.txt").read_bytes()


def test_a_damaged_copy_on_disk_is_not_served_while_the_registry_is_away(
    registry: Registry, bundles: list[tuple[Path, Bundle]]
) -> None:
    publish(registry, bundles[0])
    kept = registry.resolve(CHALLENGER).folder
    (kept / "booster.txt").write_text("damaged")
    shutil.rmtree(registry.address.folder / "mlartifacts")
    with pytest.raises(RegistryError, match="registry cannot be used"):
        registry.resolve(CHALLENGER)


def test_a_server_that_does_not_answer_is_an_error_without_its_password(registry: Registry) -> None:
    dead = moved_to(registry, "http://ann:secret@127.0.0.1:9")
    with pytest.raises(
        RegistryError, match=r"where: http://127.0.0.1:9\n  what to do: check that MLflow answers"
    ) as caught:
        dead.resolve(CHAMPION)
    assert "secret" not in str(caught.value)


def test_nothing_trained_yet_says_so_and_makes_no_database(tmp_path: Path) -> None:
    registry = Registry(Address.of("sqlite:///mlflow.db", tmp_path), "leadscore")
    for look_up in (registry.resolve, registry.files, lambda: registry.pointer(CHAMPION), lambda: promote(registry)):
        with pytest.raises(RegistryError, match=r"There is no model registry yet\n.*\n.*leadscore train"):
            look_up()
    with pytest.raises(RegistryError, match="There is no model registry yet"):
        registry.rollback(GROUNDS)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_registration_leaves_a_failed_run_and_no_version(
    registry: Registry, bundles: list[tuple[Path, Bundle]], tmp_path: Path
) -> None:
    with pytest.raises(RegistryError, match="registry cannot be used"):
        registry.publish(Run("train"), tmp_path / "missing", bundles[0][1].spec)
    client = client_of(registry)
    (experiment,) = client.search_experiments(filter_string=f"name = '{registry.model}'")
    (run,) = client.search_runs([experiment.experiment_id])
    assert run.info.status == "FAILED"
    assert client.search_model_versions() == []


def test_nothing_is_written_outside_the_registrys_folder(
    registry: Registry, bundles: list[tuple[Path, Bundle]]
) -> None:
    publish(registry, bundles[0])
    promote(registry)
    assert list(Path.cwd().iterdir()) == []
    assert sorted(path.name for path in registry.address.folder.iterdir()) == [".leadscore", "mlartifacts", "mlflow.db"]


def test_a_stored_model_holds_no_pickle_and_requires_no_column(
    registry: Registry, bundles: list[tuple[Path, Bundle]]
) -> None:
    publish(registry, bundles[0])
    files = [path for path in (registry.address.folder / "mlartifacts").rglob("*") if path.is_file()]
    assert {path.name for path in files} == {
        *("MLmodel", "conda.yaml", "python_env.yaml", "requirements.txt", "shim.py"),
        *(path.name for path in bundles[0][0].iterdir()),
    }
    (model,) = [path.read_text() for path in files if path.name == "MLmodel"]
    assert '"type": "double", "name": "budget", "required": false' in model
    assert '"name": "industry", "required": true' not in model


@pytest.mark.parametrize(
    ("configured", "given", "expected"),
    [
        (None, None, "sqlite:///{folder}/mlflow.db"),
        (None, DEAD_SERVER, DEAD_SERVER),
        ("sqlite:///sub/other.db", DEAD_SERVER, "sqlite:///{folder}/sub/other.db"),
        ("sqlite:////var/x.db", None, "sqlite:////var/x.db"),
    ],
)
def test_the_configuration_goes_before_the_environment_and_paths_are_relative_to_it(
    tmp_path: Path, configured: str | None, given: str | None, expected: str
) -> None:
    raw = {
        "leads": {"path": "x.csv", "target": "y", "positive": ["1"]},
        "mlflow": {} if configured is None else {"tracking_uri": configured},
    }
    registry = Registry.of(parse_config(raw, folder=tmp_path), tracking_uri=given)
    assert registry.address.uri == expected.format(folder=tmp_path)
    assert registry.model == "leadscore"


_LOAD_BY_MLFLOW = """
import json, sys, warnings
warnings.simplefilter("ignore")
import mlflow, pandas as pd
mlflow.set_tracking_uri(sys.argv[1])
model = mlflow.pyfunc.load_model("models:/leadscore@challenger")
row = {"lead_id": "a", "created_at": "2026-01-01", "as_of": "2026-01-20", "budget": 120.0, "industry": "Health",
       "events": '[{"occurred_at": "2026-01-10", "type": "demo", "page": "/pricing"}]'}
print(json.dumps(model.predict(pd.DataFrame([row])).to_dict("records")))
"""


@pytest.mark.slow
def test_mlflows_own_loader_gives_the_same_score(registry: Registry, bundles: list[tuple[Path, Bundle]]) -> None:
    from leadscore.model.scoring.inquiries import inquiries_from_rows, tables_of
    from leadscore.model.scoring.scorer import Scorer

    publish(registry, bundles[0])
    environment = {**os.environ, "MLFLOW_ALLOW_PICKLE_DESERIALIZATION": "false", "MLFLOW_DISABLE_TELEMETRY": "true"}
    done = subprocess.run(  # noqa: S603 - our own text
        [sys.executable, "-c", _LOAD_BY_MLFLOW, registry.address.uri],
        capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    row = {"lead_id": "a", "created_at": "2026-01-01", "as_of": "2026-01-20", "budget": 120.0, "industry": "Health"}
    row |= {"events": '[{"occurred_at": "2026-01-10", "type": "demo", "page": "/pricing"}]'}
    spec = bundles[0][1].spec
    tables = tables_of(spec, inquiries_from_rows(spec, [row]))
    (scoring,) = Scorer(bundles[0][1]).score(tables.leads, tables.events, tables.as_of)
    (answer,) = json.loads(done.stdout.splitlines()[-1])
    assert answer["probability"] == scoring.probability
    assert answer["score"] == scoring.score
