"""``leadscore sample`` at the command line."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from leadscore.model.errors import ConfigError
from leadscore.model.sample import LAYOUT, SampleSettings, write_sample
from leadscore.pipelines.sample import sample


@pytest.fixture(scope="module")
def app() -> typer.Typer:
    app = typer.Typer()
    app.command()(sample)
    return app


@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_it_writes_the_tables_and_says_how_many_rows(app: typer.Typer, tmp_path: Path, file_format: str) -> None:
    out = tmp_path / "new" / "folder"
    done = CliRunner().invoke(app, ["--leads", "50", "--out", str(out), "--format", file_format])
    assert done.exit_code == 0
    assert sorted(path.name for path in out.iterdir()) == sorted(f"{name}.{file_format}" for name in LAYOUT)
    assert f"50 rows  {out / 'truth'}.{file_format}" in done.output


def test_its_options_are_the_settings_of_the_sample(app: typer.Typer, tmp_path: Path) -> None:
    days = ["--first-day", "2023-01-01", "--last-day", "2023-12-31"]
    done = CliRunner().invoke(app, ["--leads", "60", "--seed", "4", "--out", str(tmp_path / "a"), *days])
    assert done.exit_code == 0
    first, last = (SampleSettings().first_day.replace(2023, *day) for day in [(1, 1), (12, 31)])
    write_sample(SampleSettings(leads=60, seed=4, first_day=first, last_day=last), tmp_path / "b")
    for name in LAYOUT:
        assert (tmp_path / "a" / f"{name}.csv").read_bytes() == (tmp_path / "b" / f"{name}.csv").read_bytes()


@pytest.mark.parametrize(
    "wrong",
    [["--leads", "0"], ["--leads", "many"], ["--format", "xls"], ["--seed", "-1"], ["--last-day", "31.12.2024"]],
)
def test_wrong_usage_exits_with_two(app: typer.Typer, tmp_path: Path, wrong: list[str]) -> None:
    done = CliRunner().invoke(app, [*wrong, "--out", str(tmp_path)])
    assert done.exit_code == 2
    assert "Invalid value" in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_period_that_is_too_short_is_refused_with_a_reason(app: typer.Typer, tmp_path: Path) -> None:
    run = ["--out", str(tmp_path), "--first-day", "2024-01-01", "--last-day", "2024-01-05"]
    with pytest.raises(ConfigError, match=r"less than 30 days[\s\S]*move `--last-day` later"):
        CliRunner().invoke(app, run, catch_exceptions=False)
