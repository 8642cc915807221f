"""Exports in the columns and words of six CRMs, from `init` to `check` without an edit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from leadscore.model.config import load_config
from leadscore.model.data.tables import read_tables
from leadscore.model.data.tables.snapshots import open_leads
from leadscore.model.timestamps import DAY
from leadscore.pipelines.check import check
from leadscore.pipelines.console.terminal import now
from leadscore.pipelines.init import init

N = 240
WON, LOST, OPEN = range(3)
ENDS = [(LOST, WON, LOST, OPEN)[n % 4] for n in range(N)]
FIRST = date(2024, 1, 1)


@dataclass(frozen=True)
class Crm:
    """What one system calls the columns of its deals and writes into them; ``words`` are won, lost and open.

    Attributes:
        guessed: Whether open deals have a date in the column of the end, that of an expected close.
        more: Further columns, by their values for won, lost and open deals.
    """

    id: str
    created: str
    ended: str
    status: str
    amount: str
    words: tuple[Sequence[str], Sequence[str], Sequence[str]]
    source: str
    written: str = "%Y-%m-%d"
    guessed: bool = False
    more: Mapping[str, tuple[str, str, str]] | None = None


SALES_PATH = ("Prospecting", "Needs Analysis", "Proposal/Price Quote", "Negotiation/Review")
CRMS = {
    "HubSpot": Crm(
        *("Record ID", "Create Date", "Close Date", "Deal Stage", "Amount"),
        (("closedwon",), ("closedlost",), ("appointmentscheduled", "decisionmakerboughtin", "contractsent")),
        *("Original Source", "%Y-%m-%d %H:%M", True),
    ),
    "Salesforce": Crm(
        *("Opportunity ID", "Created Date", "Close Date", "Stage", "Amount"),
        (("Closed Won",), ("Closed Lost",), SALES_PATH),
        *("Lead Source", "%m/%d/%Y", True),
        more={"IsWon": ("true", "false", "false")},
    ),
    "Pipedrive": Crm(
        *("Deal - ID", "Deal - Deal created", "Deal - Deal closed on", "Deal - Status", "Deal - Value"),
        (("Won",), ("Lost",), ("Open",)),
        *("Deal - Channel", "%Y-%m-%d %H:%M:%S"),
        more={"Deal - Stage": ("Negotiations Started", "Proposal Made", "Demo Scheduled")},
    ),
    "Zoho": Crm(
        *("Record Id", "Created Time", "Closing Date", "Stage", "Amount"),
        (("Closed Won",), ("Closed Lost", "Closed Lost to Competition"), ("Qualification", *SALES_PATH[1:])),
        *("Lead Source", "%Y-%m-%d", True),
    ),
    "Odoo": Crm(
        *("External ID", "Created on", "Closed Date", "Won Status", "Expected Revenue"),
        (("Won",), ("Lost",), ("Pending",)),
        *("Medium", "%Y-%m-%d %H:%M:%S"),
        more={"Stage": ("Won", "Proposition", "New")},
    ),
    "Dynamics": Crm(
        *("Opportunity Id", "Created On", "Actual Close Date", "Status", "Actual Revenue"),
        (("Won",), ("Lost",), ("Open",)),
        *("Originating Source", "%m/%d/%Y %I:%M %p"),
        more={"Status Reason": ("Won", "Out-Sold", "In Progress"), "Est. Close Date": ("12/30/2026",) * 3},
    ),
}


def export(crm: Crm) -> pd.DataFrame:
    created = [FIRST + timedelta(days=n * 2) for n in range(N)]
    ended = [day + timedelta(days=9 + n % 17) for n, day in enumerate(created)]
    guess = FIRST + timedelta(days=2 * N + 300)
    shown = [guess if end == OPEN else day for end, day in zip(ENDS, ended, strict=True)]
    columns = {
        crm.id: [f"{crm.id[0]}{n:05}" for n in range(N)],
        crm.created: [day.strftime(crm.written) for day in created],
        crm.source: [("Web", "Referral", "Trade Show")[n % 3] for n in range(N)],
        crm.status: [crm.words[end][n % len(crm.words[end])] for n, end in enumerate(ENDS)],
        crm.ended: [
            day.strftime(crm.written) if crm.guessed or end != OPEN else ""
            for end, day in zip(ENDS, shown, strict=True)
        ],
        crm.amount: [str(1000 + n) if end == WON else "" for n, end in enumerate(ENDS)],
    }
    more = {name: [values[end] for end in ENDS] for name, values in (crm.more or {}).items()}
    return pd.DataFrame(columns | more)


@pytest.mark.parametrize("name", CRMS)
def test_an_export_is_read_as_its_owner_means_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    crm = CRMS[name]
    export(crm).to_csv("deals.csv", index=False)
    init("deals.csv")
    config = load_config(Path("leadscore.toml"))
    assert config.outcomes is not None
    assert (config.leads.id, config.leads.created_at) == (crm.id, crm.created)
    assert (config.outcomes.outcome, config.outcomes.occurred_at) == (crm.status, crm.ended)
    assert (config.outcomes.amount, config.outcomes.unclear) == (crm.amount, ())
    tables = read_tables(config, not_after=now() + DAY)
    assert tables.outcomes["outcome"].value_counts().to_dict() == {
        "lost": ENDS.count(LOST),
        "converted": ENDS.count(WON),
    }
    assert tables.data_until is not None
    assert int(open_leads(tables, tables.data_until).sum()) == ENDS.count(OPEN) == len(tables.still_open)
    assert crm.source in config.feature_columns
    check()
