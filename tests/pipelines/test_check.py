import re
from pathlib import Path

import pytest

from leadscore.model.config import load_config
from leadscore.model.data.leakage import Leak, Sign
from leadscore.model.data.quality import find
from leadscore.model.data.tables import RULES, read_tables
from leadscore.model.errors import ConfigError, DataError, LeadscoreError
from leadscore.model.scoring.language import english
from leadscore.model.timestamps import DAY, iso, moment
from leadscore.pipelines.check import check, draw

CONFIG = """
[leads]
path = "leads.csv"
id = "id"
created_at = "created_at"
[outcomes]
path = "outcomes.csv"
lead_id = "id"
occurred_at = "at"
[learning]
horizon_days = 30
[columns.budget]
role = "numeric"
[columns.duration]
role = "numeric"
ignore = true
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "leadscore.toml").write_text(CONFIG, encoding="utf-8")
    leads = "id,created_at,budget\na,2026-01-01,1\nb,2026-01-02,x\na,2026-01-03,3\nc,2026-03-01,\n"
    (tmp_path / "leads.csv").write_text(leads, encoding="utf-8")
    (tmp_path / "outcomes.csv").write_text("id,at\na,2026-01-20\nz,2026-03-05\n", encoding="utf-8")
    return tmp_path


def test_check_says_what_was_read_rejected_and_converted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check(folder / "leadscore.toml")
    said = capsys.readouterr().out
    lines = [[cell.strip() for cell in line.split("│")[1:-1]] for line in said.splitlines() if "│" in line]
    assert ["leads", "4", "3", "1"] in lines
    assert ["outcomes", "2", "1", "1"] in lines
    assert ["leads", "duplicate_lead", "id", "row rejected", "1", "rows 3"] in lines
    assert ["leads", "unreadable_number", "budget", "cell emptied", "1", "rows 2"] in lines
    assert ["outcomes", "unknown_lead", "id", "row rejected", "1", "rows 2"] in lines
    assert ["2026-03", "1", "0", "0%", "–"] in lines
    assert "duplicate_lead: An earlier row has the same id. To mend: keep one row for each lead." in said
    assert "Kept out of the model by the configuration: duration." in said


def test_check_writes_every_failure_with_its_row_as_it_was(folder: Path) -> None:
    check(folder / "leadscore.toml")
    assert (folder / "rejects.csv").read_text(encoding="utf-8").splitlines() == [
        "table,row,rule,column,effect,content",
        'leads,2,unreadable_number,budget,cell emptied,"b,2026-01-02,x"',
        'leads,3,duplicate_lead,id,row rejected,"a,2026-01-03,3"',
        'outcomes,2,unknown_lead,id,row rejected,"z,2026-03-05"',
    ]


def test_check_writes_the_failures_of_tables_it_refuses(folder: Path) -> None:
    (folder / "outcomes.csv").write_text("id,at\nz,2026-03-05\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"Not one of the 1 rows of outcomes can be used\n.*unknown_lead in 1"):
        check(folder / "leadscore.toml", folder / "other.csv")
    assert 'outcomes,1,unknown_lead,id,row rejected,"z,2026-03-05"' in (folder / "other.csv").read_text(
        encoding="utf-8"
    )
    assert not (folder / "rejects.csv").exists()


def test_check_says_nothing_where_there_is_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check(folder / "leadscore.toml")
    said = capsys.readouterr().out
    for section in ("Notes", "Horizon", "How long leads take", "recorded late", "left out by"):
        assert section not in said


def test_impossible_dates_are_counted_and_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "leadscore.toml").write_text(
        CONFIG.replace("horizon_days = 30", 'horizon_days = 30\ndata_from = "2026-01-02"\ndata_until = "2026-02-28"')
    )
    days = ("2026-01-01", "2026-01-02", "2026-03-01", "1969-12-31", "2300-01-01", "2201-01-01")
    leads = "".join(f"{key},{day},1\n" for key, day in zip("abcdef", days, strict=True))
    (folder / "leads.csv").write_text(f"id,created_at,budget\n{leads}", encoding="utf-8")
    (folder / "outcomes.csv").write_text("id,at\na,2026-01-20\nb,2026-01-01\n", encoding="utf-8")
    check(folder / "leadscore.toml")
    said = capsys.readouterr().out
    lines = [[cell.strip() for cell in line.split("│")[1:-1]] for line in said.splitlines() if "│" in line]
    for rule, row in (("unreadable_date", 5), ("date_before_1970", 4), ("date_in_future", 6)):
        assert ["leads", rule, "created_at", "row rejected", "1", f"rows {row}"] in lines
    assert ["outcomes", "outcome_before_creation", "at", "row rejected", "1", "rows 2"] in lines
    assert "0 of 1 leads converted" in said
    assert '- Left out by `data_from = "2026-01-02"`: 1 lead created before it.' in said
    assert '- Left out by `data_until = "2026-02-28"`: 1 lead created after it.' in said
    assert ["2026-03", "–", "–", "–", "–", "1"] in lines


def test_what_becomes_of_a_suspect_is_said_loudly(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = load_config(folder / "leadscore.toml")
    findings = find(read_tables(config, not_after=moment("2026-11-01")), config)
    name, alone = Sign("name", "By its name it is late.", "name"), Sign("predicts_alone", "It leads.", "strength")
    draw(
        findings,
        [
            Leak("duration", "column", "high", (name, alone)),
            Leak("stage", "column", "high", (name, alone), kept=True),
            Leak("rank", "column", "medium", (alone,)),
            Leak("signed", "event", "note", (alone,)),
        ],
        english(),
    )
    said = " ".join(capsys.readouterr().out.split())
    assert "│ duration │ high │ name │ By its name it is late. │ │ │ │ predicts_alone │ It leads. │" in said
    assert "EXCLUDED from training: duration, unless `keep = true` is set for the column." in said
    assert "Kept by the configuration: stage." in said
    assert "Used, but look: rank; set `ignore = true`" in said


def test_late_recording_is_reported_with_the_line_to_write(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    leads = [f"{number},{moment_text(number)},{number % 7}" for number in range(3_000)]
    won = [f"{number},{moment_text(number + 60)}" for number in range(2_000, 2_900) if number % 5 == 0]
    (folder / "leads.csv").write_text("\n".join(["id,created_at,budget", *leads]), encoding="utf-8")
    (folder / "outcomes.csv").write_text("\n".join(["id,at", *won]), encoding="utf-8")
    check(folder / "leadscore.toml")
    said = capsys.readouterr().out
    assert "Conversions recorded late: before 2025-08-01 there are 12, where" in said
    assert '    [learning]\n    data_from = "2025-08-01"\n' in said
    assert "Horizon: Of the conversions that can be seen" in said
    assert "data are long enough for it" in said


def moment_text(tenths: int) -> str:
    """So many tenths of a day after the first of 2025 and a minute."""
    return iso(moment("2025-01-01T00:01") + tenths * DAY // 10)


@pytest.mark.parametrize(
    ("settings", "refusal"),
    [
        ('[columns.budget]\nrole = "numeric"\ntext = "Rich"', "The text lacks the placeholder `{value}`"),
        ('[[gates]]\nname = "All"\nnever = "id is known"', 'The gate "All" would end every lead'),
        ('[similar]\nindex = true\nerased = "gone.txt"', "The list of erased leads cannot be read"),
    ],
)
def test_check_refuses_what_training_would_refuse_after_what_it_found(
    folder: Path, settings: str, refusal: str, capsys: pytest.CaptureFixture[str]
) -> None:
    config = (
        CONFIG.replace('[columns.budget]\nrole = "numeric"', settings) if "budget" in settings else CONFIG + settings
    )
    (folder / "leadscore.toml").write_text(config, encoding="utf-8")
    with pytest.raises(LeadscoreError, match=re.escape(refusal)):
        check(folder / "leadscore.toml")
    assert "written to" in capsys.readouterr().out


def test_a_language_that_nothing_can_be_said_in_is_refused_at_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "leadscore.toml").write_text(CONFIG + '[wording]\nlanguage = "nl.toml"', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"There is no language `nl\.toml`, nor a file"):
        check(folder / "leadscore.toml")
    assert capsys.readouterr().out == ""


def test_everything_that_is_printed_follows_the_language(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for language in ("en", "de"):
        (folder / "leadscore.toml").write_text(CONFIG + f'[wording]\nlanguage = "{language}"', encoding="utf-8")
        check(folder / "leadscore.toml", rejects=folder / "r.csv")
        words = capsys.readouterr().out.replace(str(folder), "")
        said.append(set(re.findall(r"[a-z]{4,}", words.lower())))
    names = set(re.findall(r"[a-z]+", f"{CONFIG} {' '.join(RULES)} category decimal lead rate text"))
    assert said[0] & said[1] - names == set()
    assert {"konversion", "zeilen", "abhilfe"} <= said[1]
