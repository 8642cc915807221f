"""How leads ended: open deals, stage histories, and outcomes in the leads' own table."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from leadscore.model.config import Config, parse_config
from leadscore.model.data.tables import read_leads, read_tables
from leadscore.model.data.tables.snapshots import label_snapshots, open_leads
from leadscore.model.data.tables.tables import Tables
from leadscore.model.timestamps import moment

NOT_AFTER = moment("2026-06-30")
LEADS = "id,created\n" + "".join(f"{lead},2026-01-01\n" for lead in "abcdef")
VALUES: dict[str, Any] = {
    "outcome": "stage",
    "converted": ["Won"],
    "lost": ["Lost"],
    "disqualified": ["Junk"],
    "open": ["Talk", "Offer"],
}
BESIDE: dict[str, Any] = {
    "leads": {"path": "leads.csv", "id": "id", "created_at": "created"},
    "outcomes": {"path": "stages.csv", "lead_id": "lead", "occurred_at": "at", **VALUES},
}
OWN: dict[str, Any] = {
    "leads": {"path": "deals.csv", "id": "id", "created_at": "created"},
    "outcomes": {"path": "deals.csv", "lead_id": "id", "occurred_at": "closed", **VALUES},
}


def read(folder: Path, stages: str) -> Tables:
    (folder / "leads.csv").write_text(LEADS)
    (folder / "stages.csv").write_text("lead,at,stage\n" + stages)
    return read_tables(parse_config(BESIDE, folder=folder), not_after=NOT_AFTER)


def ends(tables: Tables) -> dict[str, str]:
    rows = zip(tables.outcomes["lead"], tables.outcomes["outcome"], strict=True)
    return {tables.leads.ids[lead]: outcome for lead, outcome in rows}


def rules(tables: Tables) -> dict[str, int]:
    return {str(rule): int(count) for rule, count in tables.rejects["rule"].value_counts().items()}


def test_an_open_deal_ends_nothing_and_its_date_is_a_guess(tmp_path: Path) -> None:
    tables = read(tmp_path, "a,2026-02-01,Won\nb,2026-02-02,Lost\nc,2027-01-01,Talk\nd,soon,Offer\ne,,Talk\n")
    assert ends(tables) == {"a": "converted", "b": "lost"}
    assert [tables.leads.ids[lead] for lead in tables.still_open] == ["c", "d", "e"]
    assert tables.data_until == moment("2026-02-02")
    assert (rules(tables), len(tables.unclear)) == ({}, 0)


HISTORIES = {
    "the stages on the way": ("Talk Offer Won", "converted", {}),
    "never ended": ("Talk Offer", None, {}),
    "reopened and won later": ("Talk Lost Offer Won", "converted", {"reopened": 1}),
    "reopened and lost again": ("Talk Lost Offer Lost", "lost", {"reopened": 1}),
    "reopened and still open": ("Talk Lost Offer", None, {"reopened": 1}),
    "won, and open again": ("Talk Won Offer", None, {"reopened": 1}),
    "an end that is told twice": ("Talk Won Won", "converted", {"duplicate_outcome": 1}),
}


@pytest.mark.parametrize(("stages", "end", "counted"), HISTORIES.values(), ids=HISTORIES)
@pytest.mark.parametrize("backwards", [False, True])
def test_of_a_history_the_first_end_that_lasts_is_the_outcome(
    tmp_path: Path, stages: str, end: str | None, counted: Mapping[str, int], backwards: bool
) -> None:
    rows = [f"a,2026-02-{day:02},{stage}\n" for day, stage in enumerate(stages.split(), start=1)]
    others = "b,2026-02-01,Talk\nb,2026-02-09,Won\nc,2026-02-01,Offer\nc,2026-02-09,Lost\n"
    tables = read(tmp_path, others + "".join(reversed(rows) if backwards else rows))
    assert ends(tables) == {"b": "converted", "c": "lost"} | ({} if end is None else {"a": end})
    assert rules(tables) == counted
    assert len(tables.unclear) == 0


def test_of_several_deals_a_win_stays_one_beside_a_deal_that_is_open(tmp_path: Path) -> None:
    tables = read(
        tmp_path, "a,2026-02-01,Won\na,2026-05-01,Talk\nb,2026-02-01,Lost\nb,2026-05-01,Talk\nc,2026-02-03,Lost\n"
    )
    assert ends(tables) == {"a": "converted", "c": "lost"}
    assert rules(tables) == {"reopened": 1}


def test_a_value_that_no_list_names_is_counted_and_taken_for_no_loss(tmp_path: Path) -> None:
    tables = read(tmp_path, "a,2026-02-01,Won\nb,2026-02-02,Paused\n")
    assert ends(tables) == {"a": "converted"}
    assert (rules(tables), tables.unclear.tolist()) == ({"unknown_outcome": 1}, [1])


def own(folder: Path, rows: str) -> Config:
    (folder / "deals.csv").write_text("id,created,stage,closed\n" + rows)
    return parse_config(OWN, folder=folder)


ROWS = (
    "a,2026-01-01,Won,2026-02-01\nb,2026-01-01,Lost,\nc,2026-01-01,Talk,2027-09-01\nd,2026-01-01,,\n"
    "e,2026-01-01,Won,\nf,,Lost,2026-02-01\ng,2026-01-09,Junk,2026-02-05\n"
)


def test_the_leads_own_table_says_how_they_ended(tmp_path: Path) -> None:
    tables = read_tables(own(tmp_path, ROWS), not_after=NOT_AFTER)
    assert ends(tables) == {"a": "converted", "b": "lost", "g": "disqualified"}
    assert [tables.leads.ids[lead] for lead in tables.still_open] == ["c", "d"]
    assert [tables.leads.ids[lead] for lead in tables.unclear] == ["e"], "won, but nobody knows when"
    assert tables.data_until == moment("2026-02-05")
    told = tables.rejects[["table", "row", "rule"]].values.tolist()
    assert told == [["leads", 6, "missing_date"], ["outcomes", 2, "undated_loss"], ["outcomes", 5, "missing_date"]]


def test_a_loss_without_a_date_is_looked_at_once(tmp_path: Path) -> None:
    config = own(tmp_path, ROWS)
    looks = label_snapshots(read_tables(config, not_after=NOT_AFTER), config.learning)
    assert looks.age_days[looks.snapshots.lead == 1].tolist() == [0.0]


def test_leads_that_ended_are_not_scored_whichever_file_says_so(tmp_path: Path) -> None:
    config = own(tmp_path, ROWS)
    (tmp_path / "later.csv").write_text("id,created,stage,closed\nx,2026-03-01,Talk,\ny,2026-03-01,Won,2026-03-05\n")
    (tmp_path / "fresh.csv").write_text("id,created\nz,2026-03-01\n")
    for file, ids in (("deals.csv", ["c", "d", "e"]), ("later.csv", ["x"]), ("fresh.csv", ["z"])):
        tables = read_leads(config, file, None, with_outcomes=True, not_after=NOT_AFTER)
        still_open = open_leads(tables, moment("2026-04-01"))
        assert [tables.leads.ids[lead] for lead in np.flatnonzero(still_open)] == ids


def test_a_target_without_dates_says_who_is_over_and_who_is_open(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text("id,stage,size\na,Won,1\nb,Lost,2\nc,Talk,3\nd,no,4\n")
    values = {"positive": ["Won"], "lost": ["Lost"], "open": ["Talk"]}
    leads = {"path": "leads.csv", "id": "id", "target": "stage", **values}
    config = parse_config({"leads": leads, "columns": {"size": {"role": "numeric"}}}, folder=tmp_path)
    looks = label_snapshots(read_tables(config, not_after=NOT_AFTER), config.learning)
    assert (looks.converted.tolist(), looks.matured.tolist()) == (
        [True, False, False, False],
        [True, True, False, True],
    )
    tables = read_leads(config, "leads.csv", None, not_after=NOT_AFTER)
    assert open_leads(tables, 0).tolist() == [False, False, True, True]
    (tmp_path / "fresh.csv").write_text("id,size\nz,1\n")
    assert open_leads(read_leads(config, "fresh.csv", None, not_after=NOT_AFTER), 0).tolist() == [True]
