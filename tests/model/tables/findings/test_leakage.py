from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from leadscore.model.config import Config, parse_config
from leadscore.model.features.events import Coded, EventLog, EventRows
from leadscore.model.features.leads import LeadTable
from leadscore.model.moments import DAY, NEVER
from leadscore.model.tables.findings.leakage import Suspect, suspects
from leadscore.model.tables.schema import Tables
from leadscore.model.tables.validation.rejects import no_failures

N = 2_000
RANDOM = np.random.default_rng(0)
CONVERTED = RANDOM.random(N) < 0.2
CREATED = np.sort(RANDOM.integers(0, 300 * DAY, N)) + 20_000 * DAY
WON_AT = CREATED + 10 * DAY
NOISE = RANDOM.random(N)
HINT = CONVERTED + RANDOM.normal(0, 1.5, N)


def tables(columns: dict[str, Any], events: EventLog | None = None) -> Tables:
    outcomes = pd.DataFrame(
        {"lead": np.flatnonzero(CONVERTED), "occurred_at": WON_AT[CONVERTED], "outcome": "converted"}
    )
    return Tables(
        leads=LeadTable(tuple(map(str, range(N))), columns, CREATED),
        events=events or EventLog.empty(N),
        outcomes=outcomes,
        target=None,
        people=pd.DataFrame(),
        rejects=no_failures(),
        rows_read={},
        data_until=int(WON_AT.max()),
    )


def config(folder: Path, **roles: str) -> Config:
    columns = {name: {"role": role} for name, role in roles.items()}
    return parse_config({"leads": {"path": "x", "target": "y", "positive": ["1"]}, "columns": columns}, folder=folder)


def found(columns: dict[str, Any], folder: Path, **roles: str) -> list[tuple[str, str, str]]:
    listed = suspects(tables(columns), config(folder, **roles), CONVERTED)
    return [(suspect.name, suspect.sign, suspect.severity) for suspect in listed]


def test_clean_columns_are_not_accused(tmp_path: Path) -> None:
    columns = {
        "hint": HINT,
        "noise": NOISE,
        "sometimes": np.where(NOISE < 0.3, NOISE, np.nan),
        "source": np.where(NOISE < 0.5, "web", "fair").astype(object),
        "mail": np.array([f"{i}@x.org" if i % 3 else None for i in range(N)], dtype=object),
        "met_on": np.where(NOISE < 0.5, CREATED, NEVER),
    }
    roles = {"hint": "numeric", "noise": "numeric", "sometimes": "numeric", "source": "category"}
    assert found(columns, tmp_path, **roles, mail="email", met_on="date") == []


def test_a_column_that_predicts_nearly_perfectly_is_named(tmp_path: Path) -> None:
    columns = {"calls": CONVERTED * 3 + NOISE, "hint": HINT}
    assert found(columns, tmp_path, calls="numeric", hint="numeric") == [("calls", "predicts_alone", "leak")]


def test_a_column_far_ahead_of_all_others_is_named(tmp_path: Path) -> None:
    columns = {"duration": CONVERTED + RANDOM.normal(0, 0.7, N), "hint": HINT, "noise": NOISE}
    roles = dict.fromkeys(columns, "numeric")
    assert found(columns, tmp_path, **roles) == [("duration", "predicts_alone", "leak")]


def test_two_good_columns_side_by_side_are_not_accused(tmp_path: Path) -> None:
    columns = {name: CONVERTED + RANDOM.normal(0, 0.9, N) for name in ("one", "other")}
    assert found(columns, tmp_path, one="numeric", other="numeric") == []


@pytest.mark.parametrize(("of", "who"), [(CONVERTED, "converted"), (~CONVERTED, "did not convert")])
def test_a_column_filled_for_one_outcome_alone_is_named(tmp_path: Path, of: np.ndarray, who: str) -> None:
    values = np.array(["x" if filled else None for filled in of & (NOISE < 0.5)], dtype=object)
    listed = suspects(tables({"plan": values}), config(tmp_path, plan="category"), CONVERTED)
    assert [suspect.sign for suspect in listed] == ["filled_for_one_outcome"]
    assert f"of the leads that {who}, and for 0.0% of the others" in listed[0].evidence


@pytest.mark.parametrize("days", [0, 3])
def test_dates_at_or_after_the_conversion_are_named(tmp_path: Path, days: int) -> None:
    dates = np.where(NOISE < 0.8, WON_AT // DAY * DAY + days * DAY, NEVER)
    assert ("signed_on", "dated_after_outcome", "leak") in found({"signed_on": dates}, tmp_path, signed_on="date")


def test_dates_before_the_conversion_are_not(tmp_path: Path) -> None:
    assert found({"met_on": WON_AT - 2 * DAY}, tmp_path, met_on="date") == []


def test_a_column_the_configuration_keeps_is_told_as_a_note(tmp_path: Path) -> None:
    raw: dict[str, Any] = {
        "leads": {"path": "x", "target": "y", "positive": ["1"]},
        "columns": {"calls": {"role": "numeric", "keep": True}},
    }
    (suspect,) = suspects(tables({"calls": CONVERTED * 3 + NOISE}), parse_config(raw, folder=tmp_path), CONVERTED)
    assert suspect.severity == "note"
    assert suspect.evidence.endswith("The configuration keeps it.")


def _events() -> EventLog:
    """Visits a day after creation, and for winners a contract signed within the second before the outcome."""
    winners = np.flatnonzero(CONVERTED)
    lead = np.concatenate([np.arange(N), winners])
    moments = np.concatenate([CREATED + DAY, WON_AT[winners] - 1_000])
    kinds = np.repeat(np.array(["visit", "contract"], dtype=object), [N, len(winners)])
    return EventLog.build(lead, EventRows(moments, Coded.of(kinds), np.full(len(lead), np.nan)), n_leads=N)


def test_a_type_of_event_that_comes_with_the_outcome_is_a_note(tmp_path: Path) -> None:
    assert suspects(tables({}, _events()), config(tmp_path), CONVERTED) == [
        Suspect(
            "contract",
            "happens_with_outcome",
            "note",
            f"{CONVERTED.sum()} of {CONVERTED.sum()} happen within a minute of the outcome or after it, "
            "too late to be of use.",
        )
    ]


def test_without_both_outcomes_there_is_nothing_to_see(tmp_path: Path) -> None:
    assert suspects(tables({"noise": NOISE}), config(tmp_path, noise="numeric"), np.zeros(N, dtype=bool)) == []
