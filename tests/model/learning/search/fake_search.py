"""A search whose fits cost nothing: how far predictions are off depends on the learning rate alone."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from leadscore.model.config import Config, parse_config
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.data.tables.tables import Tables
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.learning.learner.hyperparameters import Hyperparameters
from leadscore.model.learning.search import Predict, SearchProblem
from leadscore.model.scoring.contributions.additive import sigmoid
from leadscore.model.timestamps import DAY, moment

START = moment("2025-01-01")
AGES_DAYS = np.array([0, 10])


def config(**learning: Any) -> Config:
    raw: dict[str, Any] = {
        "leads": {"path": "leads.csv", "id": "id", "created_at": "created_at"},
        "outcomes": {"path": "outcomes.csv", "lead_id": "id", "occurred_at": "at"},
        "learning": {"horizon_days": 30, **learning},
        "columns": {"budget": {"role": "numeric"}},
    }
    return parse_config(raw, folder=Path())


def data(n: int = 1500, *, dated: bool = True, seed: int = 0) -> tuple[Tables, LabelledSnapshots]:
    """Leads in no order of time over two years, with two snapshots each; their budget is their true log-odds."""
    rng = np.random.default_rng(seed)
    budget = rng.normal(-0.5, 1.5, n)
    created = START + rng.permutation(np.linspace(0, 730 * DAY, n).astype(np.int64)) if dated else None
    leads = LeadTable(tuple(map(str, range(n))), {"budget": budget}, created)
    outcomes = pd.DataFrame(
        {"lead": [0], "occurred_at": [START], "outcome": ["lost"], "amount": [0.0], "reason": ["none"]}
    )
    tables = Tables(leads, EventLog.empty(n), outcomes, None, pd.DataFrame(), pd.DataFrame(), {}, None)
    lead, age = np.repeat(np.arange(n), len(AGES_DAYS)), np.tile(AGES_DAYS, n)
    as_of = np.zeros(len(lead), dtype=np.int64) if created is None else created[lead] + age * DAY
    converted = (rng.random(n) < sigmoid(budget))[lead]
    return tables, LabelledSnapshots(Snapshots(lead, as_of), converted, np.ones(len(lead), bool), age.astype(float))


@dataclass
class FakeFit:
    """Predicts the true log-odds times what the hyperparameters say, and remembers every fit.

    Attributes:
        truth: The true log-odds per lead.
        factor: By which the truth is multiplied, per hyperparameters.
        interrupt_at: Number of the fit that is interrupted, from 1; None for none.
        asked: Every fit so far.
    """

    truth: np.ndarray[Any, np.dtype[np.float64]]
    factor: Callable[[Hyperparameters], float]
    interrupt_at: int | None = None
    asked: list[tuple[LabelledSnapshots, Hyperparameters]] = field(default_factory=list)

    def __call__(self, labelled: LabelledSnapshots, hyperparameters: Hyperparameters) -> Predict:
        self.asked.append((labelled, hyperparameters))
        if len(self.asked) == self.interrupt_at:
            raise KeyboardInterrupt
        factor = self.factor(hyperparameters)
        return lambda held_out: sigmoid(self.truth[held_out.snapshots.lead] * factor)

    @property
    def tried(self) -> list[Hyperparameters]:
        """The hyperparameters of every fit so far."""
        return [hyperparameters for _, hyperparameters in self.asked]


def better_with_a_high_rate(hyperparameters: Hyperparameters) -> float:
    """A rate of .2 tells the truth, the default of .06 three tenths of it."""
    return 5 * hyperparameters.learning_rate


def better_by_chance(hyperparameters: Hyperparameters) -> float:
    """Predictions that differ from the truth, by a little, in a way that helps nobody."""
    return 1 + 0.004 * math.sin(1e4 * hyperparameters.learning_rate)


def problem(
    factor: Callable[[Hyperparameters], float] = better_with_a_high_rate,
    *,
    interrupt_at: int | None = None,
    settings: Config | None = None,
    n: int = 1500,
    dated: bool = True,
) -> tuple[SearchProblem, FakeFit]:
    """A problem, and the fit that remembers its calls."""
    tables, labelled = data(n, dated=dated)
    fit = FakeFit(tables.leads.columns["budget"], factor, interrupt_at)
    return SearchProblem(tables, settings or config(), labelled, fit), fit


def with_another_value(made: SearchProblem) -> SearchProblem:
    """The same problem with one cell of the leads changed."""
    budget = made.tables.leads.columns["budget"].copy()
    budget[7] += 1
    leads = replace(made.tables.leads, columns={"budget": budget})
    return replace(made, tables=replace(made.tables, leads=leads))
