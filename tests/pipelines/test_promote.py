import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mlflow_side import client_of
from tiny_bundle import write_tiny_bundle
from typer.testing import CliRunner

from leadscore.model.card.verdict import ChampionComparison, Verdict
from leadscore.model.config import load_config
from leadscore.model.errors import RegistryError
from leadscore.model.learning.promotion.promotion_rule import PromotionError
from leadscore.model.registry import CHALLENGER, CHAMPION, Registry, Run
from leadscore.model.scoring.bundle import write_bundle
from leadscore.pipelines.__main__ import app, main
from leadscore.pipelines.console.terminal import registry_of
from leadscore.pipelines.promote import promote
from leadscore.pipelines.rollback import rollback
from leadscore.pipelines.serve import serve

CONFIG = '[leads]\npath = "leads.csv"\ntarget = "won"\npositive = ["1"]\n'
READY = Verdict("ready", "Ready: it predicts this outcome.", (), ())
NOT_READY = Verdict("not_ready", "Not ready: these columns do not predict this outcome.", (), ())
WORSE = "The log loss minus that of version 1 is +0.1000: worse by more than the margin of 0.005."

runner = CliRunner()


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    path = tmp_path / "leadscore.toml"
    path.write_text(CONFIG)
    return path


@pytest.fixture
def registered(config: Path, empty_registry: Path) -> Registry:
    shutil.copy(empty_registry / "mlflow.db", config.parent)
    return registry_of(load_config(config))


def publish(registry: Registry, **card: Any) -> None:
    """Publish a version whose card says this, of the present champion unless it says of which."""
    seed = len(list(registry.address.folder.glob("bundle*")))
    folder = registry.address.folder / f"bundle{seed}"
    bundle = write_tiny_bundle(registry.address.folder / f"draft{seed}", seed=seed)
    champion = registry.pointer(CHAMPION)
    if "champion" in card and champion is not None:
        known = {"version": champion.version, "sha256": champion.sha256, **card["champion"]}
        card["champion"] = ChampionComparison(**known)
    write_bundle(replace(bundle, card=replace(bundle.card, **card)), folder, provenance={})
    registry.publish(Run("train"), folder, bundle.spec)


def test_promote_and_rollback_say_what_moved(
    config: Path, registered: Registry, capfd: pytest.CaptureFixture[str]
) -> None:
    publish(registered, verdict=READY)
    promote(config)
    publish(registered, verdict=READY, champion={"better": True, "why": "On 900 leads it is better."})
    promote(config)
    rollback(config)
    printed = capfd.readouterr()
    said = printed.out.splitlines()
    assert (len(said), printed.err) == (10, "")  # MLflow's own chatter is silent
    assert said[0] == "Version 1 of leadscore is now the champion; the first champion."
    assert said[1] == "Ready: it predicts this outcome."
    assert said[4] == "Version 2 of leadscore is now the champion; before it was version 1."
    assert said[5] == "On 900 leads it is better."
    assert said[8] == "Version 1 of leadscore is the champion again, not version 2."


def test_a_first_model_that_is_not_ready_is_refused(config: Path, registered: Registry) -> None:
    publish(registered, verdict=NOT_READY)
    with pytest.raises(PromotionError) as refusal:
        promote(config)
    assert str(refusal.value).splitlines() == [
        "Not ready: these columns do not predict this outcome",
        "  where: version 1 of leadscore",
        "  what to do: follow the report, made by `leadscore report`, and train again; "
        "or take the responsibility: `leadscore promote --force --why TEXT`",
    ]
    assert registered.pointer(CHAMPION) is None


@pytest.mark.parametrize(
    ("compared", "what"),
    [
        ({"better": False, "why": WORSE}, WORSE.rstrip(".")),
        ({"better": True, "why": "", "sha256": "c" * 64}, "It was compared with version 1, which is no longer the"),
        (None, "This model was not compared with the present champion"),
    ],
)
def test_a_challenger_that_is_not_known_to_be_as_good_is_refused_and_stays_challenger(
    config: Path, registered: Registry, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    compared: dict[str, Any] | None, what: str,
) -> None:  # fmt: skip
    publish(registered, verdict=READY)
    promote(config)
    publish(registered, verdict=READY, **({} if compared is None else {"champion": compared}))
    monkeypatch.setattr("sys.argv", ["leadscore", "promote", "--config", str(config)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    said = capsys.readouterr().out
    assert f"Refused: {what}" in said
    assert "where: version 2 of leadscore" in said
    assert "--force --why TEXT" in said
    assert registered.resolve(CHAMPION).version == "1"
    assert registered.resolve(CHALLENGER).version == "2"


def test_a_forced_promotion_is_printed_and_recorded(config: Path, registered: Registry) -> None:
    publish(registered, verdict=READY)
    promote(config)
    publish(registered, verdict=READY, champion={"better": False, "why": WORSE})
    done = runner.invoke(app, ["promote", "--config", str(config), "--force", "--why", " the [old] one is too old "])
    assert done.exit_code == 0
    assert WORSE in done.output
    assert "Forced against this rule, and kept with the version: the [old] one is too old\n" in done.output
    tags = client_of(registered).get_model_version("leadscore", "2").tags
    (record,) = [text for name, text in tags.items() if name.startswith("leadscore.move.")]
    for part in ('"forced": true', '"why": "the [old] one is too old"', '"before": "1"', f'"rule": "{WORSE}"'):
        assert part in record


def test_force_where_the_rule_allows_it_is_not_recorded_as_forced(config: Path, registered: Registry) -> None:
    publish(registered, verdict=READY)
    done = runner.invoke(app, ["promote", "--config", str(config), "--force", "--why", "to be sure"])
    assert (done.exit_code, "Forced" in done.output) == (0, False)
    tags = client_of(registered).get_model_version("leadscore", "1").tags
    (record,) = [text for name, text in tags.items() if name.startswith("leadscore.move.")]
    assert '"forced": false' in record
    assert '"why": "to be sure"' in record


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--force"], "--force needs --why"),
        (["--force", "--why", "  "], "--force needs --why"),
        (["--why", "because"], "it needs --force"),
        (["--force", "--why", "x" * 1_001], "1,000 characters at most"),
    ],
)
def test_force_and_why_belong_together(config: Path, options: list[str], message: str) -> None:
    done = runner.invoke(app, ["promote", "--config", str(config), *options])
    assert (done.exit_code, message in done.output) == (2, True)


@pytest.mark.parametrize("verb", [promote, rollback, serve])
def test_without_a_registry_the_verbs_say_to_train(config: Path, verb: Callable[[Path], None]) -> None:
    with pytest.raises(RegistryError, match=r"no model registry yet\n.*\n.*`leadscore train`"):
        verb(config)
