import json
from dataclasses import replace
from pathlib import Path

import pytest
from golden_card import golden_card, golden_json
from tiny_bundle import write_tiny_bundle

from leadscore.model.config import load_config
from leadscore.model.errors import RegistryError, SourceError
from leadscore.model.registry import Registry, Run
from leadscore.model.scoring.bundle import Bundle, write_bundle
from leadscore.pipelines.console.terminal import registry_of
from leadscore.pipelines.promote import promote
from leadscore.pipelines.report import report

CONFIG = '[leads]\npath = "leads.csv"\ntarget = "won"\npositive = ["1"]\n'
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)


def written_config(folder: Path) -> Path:
    path = folder / "leadscore.toml"
    path.write_text(CONFIG)
    return path


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The configuration of a project with one challenger; tests must not change it."""
    folder = tmp_path_factory.mktemp("published")
    config = written_config(folder)
    publish(config, folder / "first", seed=111)
    return config


def publish(config: Path, folder: Path, *, seed: int) -> None:
    """Register a small model with the golden card, and one plot."""
    tiny = write_tiny_bundle(folder / "tiny")
    bundle = Bundle(tiny.spec, tiny.model, -1.5, {}, replace(golden_card(), seed=seed))
    write_bundle(bundle, folder / "bundle", provenance={"python": "3.11.9", "libraries": {"lightgbm": "4.7.0"}})
    (folder / "files").mkdir()
    (folder / "files" / "beeswarm.png").write_bytes(PNG)
    registry_of(load_config(config)).publish(Run("train", files=folder / "files"), folder / "bundle", tiny.spec)


def test_the_report_on_the_challenger_holds_card_plots_and_where_it_comes_from(published: Path, tmp_path: Path) -> None:
    report(out=tmp_path / "report.html", config=published)
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    for said in ("Model version 1", "<dd>111</dd>", "lightgbm 4.7.0", 'src="data:image/png;base64,'):
        assert said in html


def test_plots_that_cannot_be_had_do_not_stop_the_report(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def away(*_: object) -> Path:
        raise RegistryError("The registry does not answer")

    monkeypatch.setattr(Registry, "files", away)
    report(out=tmp_path / "report.html", config=published)
    assert "no beeswarm and dependence plots: The registry does not answer" in capfd.readouterr().out
    assert 'src="data:' not in (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_report_is_on_the_challenger_else_the_champion_or_a_version(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    config, out = written_config(tmp_path), tmp_path / "report.html"
    said = []
    publish(config, tmp_path / "first", seed=111)
    promote(config)
    for step, of in (("", None), ("", "1"), ("again", None), ("", "champion"), ("", "2")):
        if step:
            publish(config, tmp_path / "second", seed=222)
        capfd.readouterr()
        report(of=of, out=out, config=config)
        seed = "222" if "<dd>222</dd>" in out.read_text(encoding="utf-8") else "111"
        said.append((capfd.readouterr().out.partition(" into ")[0].removeprefix("Wrote the report on "), seed))
    assert said == [
        ("version 1 (champion)", "111"),
        ("version 1", "111"),
        ("version 2 (challenger)", "222"),
        ("version 1 (champion)", "111"),
        ("version 2", "222"),
    ]


def test_without_a_registry_the_report_says_to_train(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match=r"no model registry yet\n.*\n.*`leadscore train`"):
        report(out=tmp_path / "report.html", config=written_config(tmp_path))


def test_a_folder_that_does_not_exist_is_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="That folder does not exist"):
        report(out=tmp_path / "nowhere" / "report.html", config=written_config(tmp_path))


def test_the_golden_card_is_plain_json_without_nan() -> None:
    json.dumps(golden_json(), allow_nan=False)
