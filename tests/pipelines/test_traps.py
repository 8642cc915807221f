"""What ``leadscore init`` and ``leadscore check`` say of public data whose traps are known: these, and no others."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from leadscore.model.config import load_config
from leadscore.model.data.leakage import leaks
from leadscore.model.data.quality import Findings, find
from leadscore.model.data.quality.notes import unclear
from leadscore.model.data.tables import read_tables
from leadscore.model.sample import SampleSettings, write_sample
from leadscore.model.scoring.language import english
from leadscore.model.timestamps import moment
from leadscore.pipelines.check import check
from leadscore.pipelines.init import init

pytestmark = pytest.mark.slow

NOT_AFTER = moment("2026-11-01")


@dataclass(frozen=True)
class Looked:
    """What was found after ``init``, and what ``check`` printed."""

    findings: Findings
    leaks: Mapping[str, str]
    said: str


def look(config: Path, capsys: pytest.CaptureFixture[str], **tables: Path) -> Looked:
    """Take an export as an analyst would; settings that the configuration has already are kept."""
    if not config.exists():
        paths = {name: str(path) for name, path in tables.items()}
        init(paths.pop("leads"), events=paths.get("events"), outcomes=paths.get("outcomes"), config=config)
    capsys.readouterr()
    check(config)
    settings = load_config(config)
    read = read_tables(settings, not_after=NOT_AFTER)
    suspects = {leak.name: leak.severity for leak in leaks(read, settings)}
    return Looked(find(read, settings), suspects, " ".join(capsys.readouterr().out.split()))


def test_bpic2012(real_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = real_data / "bpic2012"
    tables = {name: folder / f"{name}.csv.gz" for name in ("leads", "events", "outcomes")}
    looked = look(tmp_path / "leadscore.toml", capsys, **tables)
    late = {"A_REGISTERED", "A_ACTIVATED", "A_APPROVED", "O_ACCEPTED", "O_DECLINED", "A_DECLINED", "A_CANCELLED"}
    assert looked.leaks == dict.fromkeys(late, "note")
    assert looked.findings.notes == ()
    assert looked.findings.failures == ()
    assert looked.findings.maturity.truncation is None
    assert "399 leads without an outcome: open, not lost." in looked.said
    assert "Too young to tell, so left out and not counted as lost: 1,777 leads and 5,703 snapshots." in looked.said
    assert "90% come within the horizon of 30 days. The data are long enough for it" in looked.said


def test_olist(real_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config, folder = tmp_path / "leadscore.toml", real_data / "olist"
    looked = look(config, capsys, leads=folder / "leads.csv.gz", outcomes=folder / "deals.csv.gz")
    assert looked.leaks == {}
    assert [(failure.rule, failure.count) for failure in looked.findings.failures] == [("outcome_before_creation", 1)]
    assert load_config(config).learning.data_from == "2018-01-01"
    left_out, unclear, origins = looked.findings.notes
    assert unclear.startswith("1 lead has an outcome, but not a valid one")
    assert left_out == 'Left out by `data_from = "2018-01-01"`: 2,002 leads created before it.'
    assert '`origin` says in several ways that it is not known: an empty cell (60 leads) and "unknown"' in origins
    assert looked.findings.maturity.truncation is None
    delay = looked.findings.maturity.delay
    assert delay is not None
    shown = dict(zip(delay.days, delay.converted, strict=True))
    assert [round(100 * shown[days], 1) for days in (30, 60, 90)] == [9.1, 10.6, 11.3]


def test_olist_without_a_first_day(real_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config, folder = tmp_path / "leadscore.toml", real_data / "olist"
    init(str(folder / "leads.csv.gz"), outcomes=str(folder / "deals.csv.gz"), config=config)
    kept = [line for line in config.read_text().splitlines() if not line.startswith("data_from")]
    config.write_text("\n".join(kept))
    looked = look(config, capsys)
    assert (
        "before 2018-01-01 there are 3, where 215 were to be expected. The 2,002 leads created earlier" in looked.said
    )
    assert 'data_from = "2018-01-01"' in looked.said
    assert len(looked.findings.notes) == 2


def test_bank(real_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "leadscore.toml"
    init(str(real_data / "bank" / "bank-additional-full.csv.gz"), config=config)
    config.write_text(config.read_text().replace('split = "random"', 'split = "file_order"'))
    looked = look(config, capsys)
    assert looked.leaks["duration"] == "high"
    assert [name for name, severity in looked.leaks.items() if severity == "high"] == ["duration"]
    assert "EXCLUDED from training: duration, unless `keep = true`" in looked.said
    drift, sentinel, unknown = looked.findings.notes
    assert "rose from 5.6% in the first 70% of the leads to 24.6% in the last 30%, 56 standard errors" in drift
    assert sentinel.startswith("`pdays` is 999 for 96% of the leads")
    columns = ", ".join(f"`{name}`" for name in ("job", "marital", "education", "default", "housing", "loan"))
    assert unknown == f'"unknown" is a category of its own in {columns}, which does no harm.'


def test_coil2000(real_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "leadscore.toml"
    looked = look(config, capsys, leads=real_data / "coil2000" / "train.csv.gz")
    assert looked.leaks == {}
    assert (looked.findings.notes, looked.findings.failures) == ((), ())
    roles = {name: column.role for name, column in load_config(config).columns.items()}
    assert [name for name, role in roles.items() if role == "category"] == ["v01", "v05"]


@pytest.mark.parametrize("seed", range(20))
def test_the_sample_has_no_trap_but_its_dirt(seed: int, tmp_path: Path) -> None:
    write_sample(SampleSettings(leads=1_500, seed=seed), tmp_path)
    config = tmp_path / "leadscore.toml"
    init(
        str(tmp_path / "leads.csv"),
        events=str(tmp_path / "events.csv"),
        outcomes=str(tmp_path / "outcomes.csv"),
        config=config,
    )
    settings = load_config(config)
    tables = read_tables(settings, not_after=NOT_AFTER)
    findings = find(tables, settings)
    assert findings.notes == tuple(unclear(tables, settings, english()))  # dirt: outcomes that are no valid ones
    assert findings.maturity.truncation is None
    assert findings.maturity.advice is not None
    assert "Consider" not in findings.maturity.advice
