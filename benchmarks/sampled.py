"""Made-up samples whose truth is known, read as any export is."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from leadscore.model.arrays import Floats
from leadscore.model.config import Config, parse_config
from leadscore.model.data.tables import read_tables
from leadscore.model.data.tables.snapshots import LabelledSnapshots, label_snapshots
from leadscore.model.data.tables.tables import Tables
from leadscore.model.features.leads import Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.sample import HORIZON_DAYS, NOISE_COLUMNS, SampleSettings, write_sample
from leadscore.model.timestamps import DAY, moment

CATEGORIES = ("source", "campaign", "country", "industry", "job_title", "timeline", *NOISE_COLUMNS[:2])
ROLES = dict.fromkeys(CATEGORIES, "category") | {
    "email": "email",
    **dict.fromkeys(("company_size", "budget", NOISE_COLUMNS[2]), "numeric"),
}
SECTIONS: Mapping[str, Any] = {
    "leads": {"path": "leads.csv", "id": "lead_id", "created_at": "created_at"},
    "events": {
        "path": "events.csv",
        "lead_id": "lead_id",
        "event_id": "event_id",
        "occurred_at": "occurred_at",
        "type": "type",
        "value": "value",
    },
    "outcomes": {
        "path": "outcomes.csv",
        "lead_id": "lead_id",
        "occurred_at": "occurred_at",
        "outcome": "outcome",
        "converted": ["converted"],
    },
    "columns": {name: {"role": role} for name, role in ROLES.items()},
}


@dataclass(frozen=True)
class Sampled:
    """A sample as it was read, every lead looked at once, at one age.

    Attributes:
        truth: The row of ``truth.csv`` of each lead of the tables.
    """

    config: Config
    tables: Tables
    truth: pd.DataFrame
    age_days: int

    @property
    def matured(self) -> LabelledSnapshots:
        """The looks whose label is known."""
        labelled = label_snapshots(self.tables, self.config.learning)
        return labelled.take(labelled.matured)

    def matrix(self, spec: FeatureSpec) -> Floats:
        """Every lead at that age, matured or not."""
        created = self.tables.leads.created_at
        as_of = np.zeros(len(self.tables.leads), np.int64) if created is None else created + self.age_days * DAY
        snapshots = Snapshots(np.arange(len(self.tables.leads)), as_of)
        return feature_matrix(spec, self.tables.leads, self.tables.events, snapshots)


def sampled(folder: Path, leads: int, *, seed: int, age_days: int) -> Sampled:
    """Write a sample, with all its dirt, and read it."""
    write_sample(SampleSettings(leads=leads, seed=seed), folder)
    looks = {"horizon_days": HORIZON_DAYS, "snapshots_days": [age_days], "snapshots_every_days": 100_000}
    config = parse_config({**SECTIONS, "learning": looks}, folder=folder)
    tables = read_tables(config, not_after=moment("2026-01-01"))
    truth = pd.read_csv(folder / "truth.csv").set_index("lead_id")
    return Sampled(config, tables, truth.loc[list(tables.leads.ids)], age_days)
