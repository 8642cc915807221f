"""Ids in several forms: how many rows meet a lead, what would help, and what the configuration can ask for."""

from pathlib import Path
from typing import Any

import pytest

from leadscore.model.config import parse_config
from leadscore.model.data.tables import UnusableError
from leadscore.model.data.tables.matching import IdMatch
from leadscore.model.data.tables.to_score import LeadSelection, LeadSources, select_leads
from leadscore.model.scoring.language import english
from leadscore.model.timestamps import moment

NOW = moment("2026-06-01")

SALESFORCE = ("00Q5e000003XyZaEAK", "00Q5e000003XyZbEAK")
FORMS = {
    "a decimal point": (("50840", "50841"), ("50840.0", "50841.0"), "decimals"),
    "other letters": (("AB1", "CD2"), ("ab1", "cd2"), "case"),
    "lost zeros": (("007", "0012"), ("7", "12"), "zeros"),
    "fifteen of eighteen": (
        ("00Q5e000003XyZaEAK", "00Q5e000003XyZbEAK"),
        ("00Q5e000003XyZa", "00Q5e000003XyZb"),
        "salesforce",
    ),
}


def selected(folder: Path, leads: tuple[str, ...], events: tuple[str, ...], **keys: Any) -> LeadSelection:
    (folder / "leads.csv").write_text("id,at,x\n" + "".join(f"{i},2026-01-02,{n}\n" for n, i in enumerate(leads)))
    (folder / "events.csv").write_text("lead,at,type\n" + "".join(f"{i},2026-01-03,call\n" for i in events))
    (folder / "outcomes.csv").write_text(f"lead,at\n{leads[0]},2026-02-01\n")
    config = parse_config(
        {
            "leads": {"path": "leads.csv", "id": "id", "created_at": "at", **keys},
            "events": {"path": "events.csv", "lead_id": "lead", "occurred_at": "at", "type": "type"},
            "outcomes": {"path": "outcomes.csv", "lead_id": "lead", "occurred_at": "at"},
            "columns": {"x": {"role": "numeric"}},
        },
        folder=folder,
    )
    return select_leads(config, LeadSources(), not_after=NOW)


def of_events(selection: LeadSelection) -> IdMatch:
    return next(match for match in selection.tables.matches if match.table == "events")


@pytest.mark.parametrize(("leads", "events", "rule"), FORMS.values(), ids=FORMS)
def test_events_of_nobody_are_refused_with_both_spellings_and_a_way_out(
    tmp_path: Path, leads: tuple[str, ...], events: tuple[str, ...], rule: str
) -> None:
    said = rf'Not one of the 2 events(.|\n)*match_ids = \["{rule}"\](.|\n)*{min(events)}(.|\n)*{min(leads)}'
    with pytest.raises(UnusableError, match=said):
        selected(tmp_path, leads, events)


@pytest.mark.parametrize(("leads", "events", "rule"), FORMS.values(), ids=FORMS)
def test_the_way_out_is_one(tmp_path: Path, leads: tuple[str, ...], events: tuple[str, ...], rule: str) -> None:
    tables = selected(tmp_path, leads, events, match_ids=[rule]).tables
    assert len(tables.events) == 2
    assert tables.leads.ids == leads
    assert not [match for match in tables.matches if match.worth_saying]


def test_where_some_events_meet_a_lead_it_is_said(tmp_path: Path) -> None:
    match = of_events(selected(tmp_path, ("1", "2", "3"), ("1", "2.0", "3.0", "9")))
    assert (match.rows, match.met, match.further) == (4, 1, 2)
    assert match.said(english()) == (
        "Of 4 events, 1 belong to one of the leads. A lead has the id 2 among the leads and 2.0 there: "
        'with `match_ids = ["decimals"]` under [leads], 2 more leads would be met.'
    )


def test_an_id_that_two_leads_would_share_belongs_to_neither(tmp_path: Path) -> None:
    tables = selected(tmp_path, ("a1", "A1", "b2"), ("a1", "B2"), match_ids=["case"]).tables
    assert tables.events.offsets.tolist() == [0, 0, 0, 1]
    assert tables.rejects[["table", "rule"]].to_numpy().tolist() == [
        ["events", "unknown_lead"],
        ["outcomes", "unknown_lead"],
    ]


def test_events_of_other_leads_alone_are_nothing_to_say(tmp_path: Path) -> None:
    match = of_events(selected(tmp_path, ("1", "2"), ("1", "7", "8", "9")))
    assert not match.worth_saying
