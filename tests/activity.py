"""Made-up leads, events and snapshots with every awkward case: ties, exact window edges, gaps, silent leads."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore.model.arrays import Integers
from leadscore.model.features.events import Coded, EventLog, EventRows
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.spec import TYPE, EventKind, Feature, FeatureSpec, InputColumn, Signal
from leadscore.model.timestamps import DAY, NEVER, moment

START = moment("2025-03-01")
TYPES = ("call", "demo", "page")
PAGES = ("/demo", "/pricing", "/über uns")
INDUSTRIES = ("Finance", "Health", "Software")
WINDOWS_DAYS = (1, 3, 7, 30, None)

COLUMNS = (
    InputColumn("budget", "numeric", known_after=1),
    InputColumn("industry", "category", levels=INDUSTRIES[:2]),
    InputColumn("contact", "email"),
    InputColumn("renewal", "date"),
    InputColumn("rating", "numeric", known_after="rated_at"),
    InputColumn("rated_at", "date"),
)
LEAD_FEATURES = (
    Feature("budget", "all", "numeric", "budget"),
    Feature("industry", "all", "category", "industry", levels=INDUSTRIES[:2]),
    Feature("contact", "all", "email_kind", "contact", levels=("company", "disposable", "free")),
    Feature("renewal", "all", "days_since", "renewal"),
    Feature("rating", "all", "numeric", "rating"),
    Feature("age", "all", "age"),
    *(Feature(part, "all", part) for part in ("hour", "weekday", "day_of_month", "month")),
)


@dataclass(frozen=True)
class Activity:
    """Leads, the rows of their events in no order, and snapshots."""

    leads: LeadTable
    events: pd.DataFrame
    snapshots: Snapshots

    @property
    def log(self) -> EventLog:
        """The events as the model takes them."""
        return log_of(self.events, n_leads=len(self.leads))


def event_features() -> tuple[Feature, ...]:
    """Every kind of feature that is computed from events."""
    windowed: tuple[EventKind, ...] = ("count", "value_sum")
    features = [
        Feature(f"{kind} {source} {days}", "all", kind, source, days)
        for source in ("", *TYPES, "never")
        for kind in windowed
        for days in WINDOWS_DAYS
    ]
    features += [Feature(f"recency {source}", "all", "recency", source) for source in ("", *TYPES, "never")]
    features += [Feature(f"days {days}", "all", "distinct_days", "", days) for days in WINDOWS_DAYS]
    features += [Feature(f"trend {days}", "all", "trend", "", days) for days in (1, 7, 30)]
    edges: tuple[EventKind, ...] = ("first", "last")
    for kind in edges:
        features += [
            Feature(f"{kind} type", "all", kind, TYPE, levels=TYPES[:2]),
            Feature(f"{kind} page", "all", kind, "page", levels=PAGES[1:]),
        ]
    return (*features, Feature("pages", "all", "distinct", "page"))


def whole_spec() -> FeatureSpec:
    """Every kind of feature there is."""
    signals = (Signal("all", "Everything", "interest"),)
    return FeatureSpec(COLUMNS, signals, (*LEAD_FEATURES, *event_features()), True, True, TYPES, ("page",))


def draw_activity(seed: int, *, n_leads: int = 40, n_events: int = 800, n_snapshots: int = 120) -> Activity:
    """Draw leads of which every fifth is silent, and events that often share a moment or meet a window's edge."""
    rng = np.random.default_rng(seed)
    active = np.flatnonzero(np.arange(n_leads) % 5 != 0)
    events = pd.DataFrame(
        {
            "lead": rng.choice(active, n_events),
            "occurred_at": _coarse(rng, n_events),
            "type": _texts(rng, TYPES, n_events),
            "value": np.where(rng.random(n_events) < 0.3, np.nan, rng.normal(10, 30, n_events)),
            "page": _texts(rng, PAGES, n_events),
        }
    )
    snapshots = Snapshots(rng.integers(0, n_leads, n_snapshots), _coarse(rng, n_snapshots))
    return Activity(_leads(rng, n_leads), events, snapshots)


def log_of(events: pd.DataFrame, *, n_leads: int) -> EventLog:
    """The log of events in a frame with lead, occurred_at, type, value and page."""
    rows = EventRows(
        events["occurred_at"].to_numpy(np.int64),
        Coded.of(_objects(events["type"])),
        events["value"].to_numpy(np.float64),
        {"page": Coded.of(_objects(events["page"]))},
    )
    return EventLog.build(events["lead"].to_numpy(np.int64), rows, n_leads=n_leads)


def _objects(values: "pd.Series[Any]") -> NDArray[Any]:
    texts = np.empty(len(values), dtype=object)
    texts[:] = [None if pd.isna(value) else value for value in values]
    return texts


def _coarse(rng: np.random.Generator, n: int) -> Integers:
    """Six-hourly moments, a third of them one microsecond off."""
    moments: Integers = START + rng.integers(0, 200, n) * (DAY // 4) + rng.choice([0, 0, 0, 0, -1, 1], n)
    return moments


def _texts(rng: np.random.Generator, levels: tuple[str, ...], n: int) -> NDArray[Any]:
    return np.array([*levels, None], dtype=object)[rng.integers(0, len(levels) + 1, n)]


def _leads(rng: np.random.Generator, n: int) -> LeadTable:
    addresses = ("a@gmail.com", "b@acme.io", "c@mailinator.com", "nobody")
    columns = {
        "budget": np.where(rng.random(n) < 0.2, np.nan, rng.normal(100, 50, n)),
        "industry": _texts(rng, INDUSTRIES, n),
        "contact": _texts(rng, addresses, n),
        "renewal": np.where(rng.random(n) < 0.3, NEVER, _coarse(rng, n)),
        "rating": rng.normal(size=n),
        "rated_at": np.where(rng.random(n) < 0.3, NEVER, _coarse(rng, n)),
    }
    return LeadTable(tuple(f"L{i}" for i in range(n)), columns, _coarse(rng, n) - 20 * DAY)
