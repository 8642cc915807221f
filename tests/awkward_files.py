"""Small files of leads with a known truth, to be spoiled one way at a time by tests of bad input."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from golden_card import whole

from leadscore.model.config import Config, parse_config
from leadscore.model.data.tables import read_tables
from leadscore.model.data.tables.tables import Tables
from leadscore.model.learning.training import Training, train
from leadscore.model.scoring.contributions.additive import sigmoid
from leadscore.model.timestamps import moment

NOT_AFTER = moment("2026-06-30")
FIRST_DAY = pd.Timestamp("2025-01-01", tz="UTC")

COLUMNS: Mapping[str, Mapping[str, Any]] = {"budget": {"role": "numeric"}, "industry": {"role": "category"}}
DATED: Mapping[str, Any] = {"id": "id", "created_at": "created_at"}
FLAT: Mapping[str, Any] = {"id": "id", "target": "won", "positive": ["yes"]}
OUTCOMES: Mapping[str, Any] = {
    "path": "outcomes.csv",
    "lead_id": "id",
    "occurred_at": "at",
    "outcome": "outcome",
    "converted": ["won"],
}
DATED_TOML = """
[leads]
path = "leads.csv"
id = "id"
created_at = "created_at"
[outcomes]
path = "outcomes.csv"
lead_id = "id"
occurred_at = "at"
outcome = "outcome"
converted = ["won"]
[learning]
horizon_days = 20
snapshots_days = [0]
snapshots_every_days = 1000
backtest_folds = 0
[columns.budget]
role = "numeric"
"""
"""A configuration of dated leads, to be gone on with."""


@dataclass(frozen=True)
class Learned:
    """What files came to: the tables that were read, and what was learned from them."""

    tables: Tables
    training: Training

    @property
    def card(self) -> Any:
        return whole(self.training.bundle.card)

    @property
    def learned_from(self) -> set[str]:
        """The lead columns that features are made of."""
        return {column.name for column in self.training.bundle.spec.columns}

    @property
    def roc_auc(self) -> float:
        return float(self.card.metrics["model"].roc_auc.value)

    def broken(self, rule: str) -> list[int]:
        """Rows that broke a rule."""
        rejects = self.tables.rejects
        return [int(row) for row in rejects.loc[rejects.rule == rule, "row"]]


def leads(n: int, *, seed: int = 0, log_odds: float = -1.0) -> pd.DataFrame:
    """Leads with a budget and an industry that tell whether they are won: an area under the curve of about 0.77."""
    rng = np.random.default_rng(seed)
    budget, industry = rng.normal(size=n), rng.integers(0, 3, n)
    truth = sigmoid(log_odds + 1.2 * budget + np.array([0.6, 0.0, -0.6])[industry])
    won = rng.random(n) < truth
    return pd.DataFrame(
        {
            "id": [f"L{i}" for i in range(n)],
            "budget": budget.round(3),
            "industry": np.array(["Finance", "Health", "Software"])[industry],
            "won": np.where(won, "yes", "no"),
        }
    )


def dated(n: int, *, days: int = 365, seed: int = 0, log_odds: float = -1.0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The same with dates of creation over some days, and outcomes: won after one to twenty days, or lost after 25."""
    rng = np.random.default_rng(seed + 1)
    frame = leads(n, seed=seed, log_odds=log_odds)
    created = FIRST_DAY + pd.to_timedelta(np.sort(rng.integers(0, days * 86_400, n)), unit="s")
    won = (frame.pop("won") == "yes").to_numpy()
    after = pd.to_timedelta(np.where(won, rng.integers(86_400, 20 * 86_400, n), 25 * 86_400), unit="s")
    outcomes = pd.DataFrame(
        {"id": frame["id"], "at": _written(created + after), "outcome": np.where(won, "won", "lost")}
    )
    return frame.assign(created_at=_written(created)), outcomes


def _written(moments: pd.DatetimeIndex) -> pd.Index:
    return moments.strftime("%Y-%m-%dT%H:%M:%SZ")


def learn(
    folder: Path, frame: pd.DataFrame, ends: pd.DataFrame | None = None, **sections: Mapping[str, Any]
) -> Learned:
    """Write the files, read them and train, once at one cut-off; sections of the configuration may be changed."""
    config = configured(folder, frame, ends, **sections)
    tables = read_tables(config, not_after=NOT_AFTER)
    return Learned(tables, train(tables, config))


def configured(
    folder: Path, frame: pd.DataFrame, ends: pd.DataFrame | None = None, **sections: Mapping[str, Any]
) -> Config:
    """Write the files, and say what is in them."""
    frame.to_csv(folder / "leads.csv", index=False)
    raw: dict[str, Any] = {
        "leads": {"path": "leads.csv", **(FLAT if ends is None else DATED)},
        "columns": dict(COLUMNS),
        "learning": {"horizon_days": 20, "snapshots_days": [0], "snapshots_every_days": 1000, "backtest_folds": 0},
    }
    if ends is not None:
        ends.to_csv(folder / "outcomes.csv", index=False)
        raw["outcomes"] = dict(OUTCOMES)
    for name, changes in sections.items():
        raw[name] = {**raw.get(name, {}), **changes}
    return parse_config(raw, folder=folder)
