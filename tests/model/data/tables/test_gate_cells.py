"""Columns that gates look at are read like others, and a file without one is refused, the gate named."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from leadscore.model.config import Config, parse_config
from leadscore.model.data.tables import read_leads, read_tables
from leadscore.model.errors import ConfigError
from leadscore.model.timestamps import NEVER, moment

NOT_AFTER = moment("2026-06-30")
LEADS = """id,at,won,budget,firm,optout,code,seen,asked
a,2026-01-01,yes,10,Acme,Yes,17,2026-01-05,2026-01-03
b,2026-01-02,no,,,,18,,
"""
RAW: dict[str, Any] = {
    "leads": {
        "path": "leads.csv",
        "id": "id",
        "created_at": "at",
        "target": "won",
        "positive": ["yes"],
        "company": "firm",
    },
    "columns": {
        "budget": {"role": "numeric"},
        "optout": {"role": "category", "ignore": True, "known_after": "asked"},
        "code": {"role": "id_like"},
        "seen": {"role": "date", "ignore": True},
    },
    "gates": [
        {"name": "No contact", "never": "optout = 'yes'"},
        {"name": "Rivals", "never": "firm = 'Initech' or code = '99'"},
        {"name": "Seen", "must": "seen is known or budget > 5"},
    ],
}


def config(folder: Path, leads: str = LEADS, **gate: Any) -> Config:
    (folder / "leads.csv").write_text(leads, encoding="utf-8")
    raw = deepcopy(RAW)
    if gate:
        raw["gates"] = [{"name": "G", **gate}]
    return parse_config(raw, folder=folder)


def test_a_column_of_a_gate_is_read_by_its_role_whatever_else_it_is(tmp_path: Path) -> None:
    tables = read_tables(config(tmp_path), not_after=NOT_AFTER)
    columns = tables.leads.columns
    assert sorted(columns) == ["asked", "budget", "code", "firm", "optout", "seen"]
    assert (columns["firm"].tolist(), columns["optout"].tolist()) == (["Acme", None], ["Yes", None])
    assert columns["code"].tolist() == ["17", "18"]
    assert columns["seen"].tolist() == [moment("2026-01-05"), NEVER]
    assert columns["asked"].tolist() == [moment("2026-01-03"), NEVER]
    assert tables.people["company"].tolist() == ["Acme", None]


@pytest.mark.parametrize("scoring", [False, True], ids=["training", "scoring"])
@pytest.mark.parametrize(
    ("column", "gate"), [("optout", "No contact"), ("firm", "Rivals"), ("code", "Rivals"), ("budget", "Seen")]
)
def test_a_file_without_the_column_is_refused(tmp_path: Path, column: str, gate: str, scoring: bool) -> None:
    settings = config(tmp_path, LEADS.replace(column, column[:-1] + "_"))
    with pytest.raises(
        ConfigError, match=rf'^The gate "{gate}" cannot be used: There is no column `{column}`'
    ) as error:
        read_leads(settings, "leads.csv", None, not_after=NOT_AFTER) if scoring else read_tables(settings, not_after=0)
    assert error.value.where == "leads.csv"
    assert error.value.remedy == f"did you mean `{column[:-1]}_`?"


def test_a_date_that_no_column_declares_is_text(tmp_path: Path) -> None:
    leads = LEADS.replace("seen", "met")
    tables = read_leads(config(tmp_path, leads, never="met contains '05'"), "leads.csv", None, not_after=NOT_AFTER)
    assert tables.leads.columns["met"].tolist() == ["2026-01-05", None]
