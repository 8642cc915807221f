"""What a verb writes appears whole or not at all, and never in the place of what is read."""

import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leadscore.model.config import load_config
from leadscore.model.data.sources import SourceAddress
from leadscore.model.errors import SourceError
from leadscore.pipelines.__main__ import app
from leadscore.pipelines.check import check
from leadscore.pipelines.console.outputs import require_output

CONFIG = """
[leads]
path = "leads.csv"
id = "id"
created_at = "created_at"
[events]
path = "exports/calls-*.csv"
lead_id = "id"
occurred_at = "at"
type = "kind"
[outcomes]
path = "sqlite:///crm%20x.db::deals"
lead_id = "id"
occurred_at = "at"
[overrides]
path = "set by hand.csv"
[similar]
erased = "erased.txt"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "leadscore.toml").write_text(CONFIG, encoding="utf-8")
    for name in ("leads.csv", "crm x.db", "set by hand.csv", "erased.txt", "given.csv"):
        (tmp_path / name).write_text("mine", encoding="utf-8")
    (tmp_path / "exports").mkdir()
    (tmp_path / "link.csv").symlink_to(tmp_path / "leads.csv")
    return tmp_path


@pytest.mark.parametrize(
    "name",
    [
        "leads.csv",
        "exports/../leads.csv",
        "link.csv",
        "exports/calls-2026-02.csv",
        "crm x.db",
        "set by hand.csv",
        "erased.txt",
        "given.csv",
        "leadscore.toml",
    ],
)
def test_a_file_that_is_read_is_never_written_over(folder: Path, name: str) -> None:
    config = folder / "leadscore.toml"
    given = SourceAddress("given.csv").resolved(folder)
    with pytest.raises(SourceError, match=r"is read, and would be overwritten\n.*\n.*choose another name"):
        require_output(folder / name, load_config(config), config, given)


@pytest.mark.parametrize("name", ["scores.csv", "exports/scores.csv", "calls-1.csv"])
def test_any_other_file_may_be_written(folder: Path, name: str) -> None:
    config = folder / "leadscore.toml"
    require_output(folder / name, load_config(config), config)


@pytest.mark.parametrize("verb", ["score", "check", "report"])
def test_verbs_refuse_before_they_work(project: Path, tmp_path: Path, verb: str) -> None:
    folder = _copy(project, tmp_path)
    read = folder / "outcomes.csv"
    before = read.read_bytes()
    option = "--rejects" if verb == "check" else "--out"
    given = [str(folder / "leads.csv")] if verb == "score" else []
    result = CliRunner().invoke(app, [verb, *given, option, str(read), "--config", str(folder / "leadscore.toml")])
    assert isinstance(result.exception, SourceError)
    assert read.read_bytes() == before


def test_init_refuses_to_become_what_it_looks_at(tmp_path: Path) -> None:
    leads = tmp_path / "leads.csv"
    leads.write_text("id,a\n1,2\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["init", str(leads), "--force", "--config", str(leads)])
    assert isinstance(result.exception, SourceError)
    assert leads.read_text(encoding="utf-8") == "id,a\n1,2\n"


def _copy(project: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    for name in ("leads.csv", "events.csv", "outcomes.csv"):
        shutil.copy(project / name, folder / name)
    config = (project / "leadscore.toml").read_text(encoding="utf-8")
    (folder / "leadscore.toml").write_text(config.replace(f"{project}/", ""), encoding="utf-8")
    return folder


SCORE = """
import resource, sys
from leadscore.pipelines.__main__ import main
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.RLIM_INFINITY))
sys.argv = ["leadscore", "score", "leads.csv", "--out", sys.argv[1]]
main()
"""


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_on_a_full_disk_the_scores_of_yesterday_stay(project: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"scores{ending}"
    out.write_text("of yesterday", encoding="utf-8")
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", SCORE, str(out)], cwd=project, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert re.search(r"Refused: The file cannot be written: .*File too large", done.stdout)
    assert out.read_text(encoding="utf-8") == "of yesterday"
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


TERMINATED = """
import os, signal, sys
from pathlib import Path
from leadscore.model.replacing import replacing
import leadscore.pipelines.__main__ as command

def app():
    with replacing(Path(sys.argv[1])) as draft:
        draft.write_text("half")
        os.kill(os.getpid(), signal.SIGTERM)

command.app = app
command.main()
"""


def test_a_process_that_is_told_to_end_leaves_what_was_there_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "scores.csv"
    out.write_text("of yesterday", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", TERMINATED, str(out)], check=False)  # noqa: S603
    assert done.returncode == 128 + signal.SIGTERM
    assert out.read_text(encoding="utf-8") == "of yesterday"
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_a_check_whose_failures_cannot_be_written_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    leads = "id,at,x\n" + "".join(f"{n},2026-01-{1 + n % 20:02},{n}\n" for n in range(300))
    (tmp_path / "leads.csv").write_text(leads, encoding="utf-8")
    (tmp_path / "won.csv").write_text("id,at\n" + "".join(f"{n},2026-01-28\n" for n in range(90)), encoding="utf-8")
    config = tmp_path / "leadscore.toml"
    config.write_text(
        '[leads]\npath = "leads.csv"\nid = "id"\ncreated_at = "at"\n'
        '[outcomes]\npath = "won.csv"\nlead_id = "id"\noccurred_at = "at"\n'
        '[learning]\nhorizon_days = 5\n[columns.x]\nrole = "numeric"\n',
        encoding="utf-8",
    )
    (tmp_path / "rejects.csv").symlink_to("/proc/nowhere/rejects.csv")
    check(config)
    assert "The failures are not written down, because" in " ".join(capsys.readouterr().out.split())
    with pytest.raises(SourceError, match="cannot be written"):
        check(config, rejects=tmp_path / "rejects.csv")
