from io import StringIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from english_leftovers import english_in
from rich.console import Console
from typer import Typer
from typer.testing import CliRunner

from leadscore.model.config import load_config
from leadscore.model.errors import ConfigError, DataError, SourceError
from leadscore.model.scoring.language import wording_in
from leadscore.pipelines import init as pipeline
from leadscore.pipelines.init import init

FLAT = "age;size [m];gekauft\n" + "".join(
    f"{20 + n % 40};{n % 9},5;{'ja' if n % 5 == 0 else 'nein'}\n" for n in range(200)
)


@pytest.fixture(autouse=True)
def console(monkeypatch: pytest.MonkeyPatch) -> Console:
    recording = Console(width=120, record=True, soft_wrap=True, highlight=False, file=StringIO())
    monkeypatch.setattr(pipeline, "console", recording)
    return recording


def test_a_configuration_is_written_beside_nothing_else_and_reads_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("exports").mkdir()
    Path("exports/leads.csv").write_text(FLAT, encoding="cp1252")
    init("exports/leads.csv")
    config = load_config(Path("leadscore.toml"))
    assert (config.leads.path, config.leads.target, config.leads.positive) == ("exports/leads.csv", "gekauft", ("ja",))
    assert config.columns["size [m]"].decimal == ","
    assert sorted(path.name for path in tmp_path.iterdir()) == ["exports", "leadscore.toml"]


def test_paths_are_written_as_seen_from_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("project").mkdir()
    Path("leads.csv").write_text(FLAT)
    init("leads.csv", config=Path("project/scoring.toml"))
    config = load_config(Path("project/scoring.toml"))
    assert config.leads.path == "../leads.csv"
    assert (config.folder / config.leads.path).resolve() == tmp_path / "leads.csv"


def test_a_table_of_a_database_can_be_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    engine = sa.create_engine("sqlite:///crm.db")
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE leads (id INTEGER, size INTEGER, won INTEGER)"))
        rows = [{"id": 17 * n, "size": n % 7, "won": int(n % 4 == 0)} for n in range(100)]
        connection.execute(sa.text("INSERT INTO leads VALUES (:id, :size, :won)"), rows)
    engine.dispose()
    init("sqlite:///crm.db::leads")
    leads = load_config(Path("leadscore.toml")).leads
    assert (leads.path, leads.id, leads.target, leads.positive) == ("sqlite:///crm.db::leads", "id", "won", ("1",))


def test_every_column_is_reported_with_its_role_and_the_reason(tmp_path: Path, console: Console) -> None:
    (tmp_path / "leads.csv").write_text(FLAT + "1;2;3;4\n")
    init(str(tmp_path / "leads.csv"), config=tmp_path / "leadscore.toml")
    told = console.export_text()
    assert "size [m] │ numeric" in told
    assert "gekauft  │ target" in told
    assert "Left out, because they do not fit the header: lines 202." in told
    assert "Converted are the leads by the column: gekauft (its name and its values say so; ja means converted" in told
    assert "The evaluation slice is set apart by: random (there are no dates" in told
    written = tmp_path / "leadscore.toml"
    assert f"Wrote {written}. Next: leadscore check --config {written}, which also looks for leaks" in told


def test_a_configuration_that_is_there_is_replaced_only_by_force(tmp_path: Path) -> None:
    leads, config = tmp_path / "leads.csv", tmp_path / "leadscore.toml"
    leads.write_text(FLAT)
    config.write_text("# mine")
    with pytest.raises(
        ConfigError, match=r"There is a configuration already\n.*\n  what to do: replace it with --force"
    ):
        init(str(leads), config=config)
    assert config.read_text() == "# mine"
    init(str(leads), config=config, force=True)
    assert load_config(config).leads.target == "gekauft"


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        ("a,b\n1,2\n3,4\n", DataError, "Nothing says which leads converted"),
        ("", DataError, "The file is empty"),
        (None, SourceError, "There is no such file"),
    ],
)
def test_nothing_is_written_when_an_export_is_refused(
    tmp_path: Path, content: str | None, error: type[Exception], message: str
) -> None:
    if content is not None:
        (tmp_path / "leads.csv").write_text(content)
    with pytest.raises(error, match=message):
        init(str(tmp_path / "leads.csv"), config=tmp_path / "leadscore.toml")
    assert not (tmp_path / "leadscore.toml").exists()


def test_the_command_line_offers_every_option(tmp_path: Path) -> None:
    app = Typer()
    app.command()(init)
    (tmp_path / "leads.csv").write_text(FLAT)
    arguments = [str(tmp_path / "leads.csv"), "--target", "gekauft", "--config", str(tmp_path / "x.toml"), "--force"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert "you named it; ja means converted" in (tmp_path / "x.toml").read_text()


def test_the_language_is_written_down_and_spoken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, console: Console
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("leads.csv").write_text(FLAT)
    init("leads.csv", language="de")
    assert load_config(Path("leadscore.toml")).wording.language == "de"
    said = console.export_text()
    assert "100\u00a0% sind Zahlen, 40 verschiedene" in said
    assert "leadscore.toml geschrieben. Weiter mit leadscore check" in said
    written = Path("leadscore.toml").read_text(encoding="utf-8")
    assert "ja bedeutet konvertiert, 20,0 % der Zeilen" in written
    comments = "\n".join(line.partition("#")[2] for line in written.splitlines())
    assert "Startwert für alles Zufällige." in comments
    assert english_in(comments, wording_in("de"), "keys", "inspection") == set()


def test_a_language_that_is_not_there_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("leads.csv").write_text(FLAT)
    with pytest.raises(ConfigError, match=r"There is no language `nl\.toml`"):
        init("leads.csv", language="nl.toml")
    assert not Path("leadscore.toml").exists()
