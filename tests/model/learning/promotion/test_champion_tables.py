"""Tables as the champion reads them, beside a configuration that leaves out what it learned from."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from leadscore.model.config import Config, parse_config
from leadscore.model.data.tables import read_tables
from leadscore.model.features.spec import FeatureSpec, InputColumn
from leadscore.model.learning.promotion.champion_tables import ChampionTables, read_champion_tables
from leadscore.model.timestamps import DAY, iso, moment

NOW = moment("2026-01-01")
N = 400


def config(folder: Path, **columns: dict[str, Any]) -> Config:
    """Leads with dates and three columns, of which ``status`` gives the outcome away, and their events."""
    rng = np.random.default_rng(0)
    won = rng.random(N) < 0.3
    created = [iso(moment("2024-01-01") + number * DAY) for number in range(N)]
    leads = {
        "id": [f"L{number}" for number in range(N)],
        "created": created,
        "size": np.where(won, 2, 0) + rng.normal(size=N).round(2),
        "status": [
            "closed won" if sold else "lost" if lost else None
            for sold, lost in zip(won, rng.random(N) < 0.5, strict=True)
        ],
        "code": rng.integers(0, 5, N),
        "won": won.astype(int),
    }
    pd.DataFrame(leads).to_csv(folder / "leads.csv", index=False)
    events = {"lead": leads["id"], "at": created, "kind": ["visit"] * N, "page": ["/a", "/b"] * (N // 2)}
    pd.DataFrame(events).to_csv(folder / "events.csv", index=False)
    raw = {
        "leads": {"path": "leads.csv", "id": "id", "created_at": "created", "target": "won", "positive": ["1"]},
        "events": {"path": "events.csv", "lead_id": "lead", "occurred_at": "at", "type": "kind"},
        "columns": {"size": {"role": "numeric"}, **columns},
    }
    return parse_config(raw, folder=folder)


def read(settings: Config, *columns: InputColumn, attributes: tuple[str, ...] = ()) -> ChampionTables | None:
    spec = FeatureSpec(columns, (), (), dated=True, event_attributes=attributes)
    return read_champion_tables(settings, [spec], read_tables(settings, not_after=NOW), not_after=NOW)


SIZE = InputColumn("size", "numeric")


@pytest.mark.parametrize("code", [{"code": {"role": "category", "ignore": True}}, {}, {"code": {"role": "free_text"}}])
def test_a_column_that_is_ignored_unnamed_or_of_another_role_by_now_is_read_in_the_champions_role(
    tmp_path: Path, code: dict[str, dict[str, Any]]
) -> None:
    settings = config(tmp_path, **code)
    found = read(settings, SIZE, InputColumn("code", "category"))
    assert found is not None
    assert (found.added, found.leaks) == (("code",), ())
    assert set(found.tables.leads.columns["code"]) == set("01234")
    assert found.tables.leads.ids == read_tables(settings, not_after=NOW).leads.ids


def test_a_leak_among_them_is_found(tmp_path: Path) -> None:
    found = read(config(tmp_path), SIZE, InputColumn("status", "category"))
    assert found is not None
    assert found.leaks == ("status",)


def test_an_attribute_of_events_is_read_again(tmp_path: Path) -> None:
    found = read(config(tmp_path), SIZE, attributes=("page",))
    assert found is not None
    assert found.added == ("page",)
    assert found.tables.events.attributes["page"].levels == ("/a", "/b")


@pytest.mark.parametrize(
    "columns",
    [
        (SIZE,),
        (SIZE, InputColumn("gone", "category")),
        (SIZE, InputColumn("code", "category", learned=False)),
        (SIZE, InputColumn("code", "numeric", known_after="gone")),
    ],
)
def test_nothing_is_read_twice_where_the_champion_knows_no_more(
    tmp_path: Path, columns: tuple[InputColumn, ...]
) -> None:
    assert read(config(tmp_path), *columns) is None
