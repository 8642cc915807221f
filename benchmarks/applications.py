"""Loan applications as they were known a fixed number of days after submission."""

from pathlib import Path

import pandas as pd

_APPROVAL_DAYS = 45
_NOBODY = "nobody"


def open_applications(folder: Path, *, age_days: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Applications without an outcome at that age, and their events before it.

    Returns:
        Applications by ``lead_id`` with ``created_at``, ``as_of``, ``amount_requested`` and ``approved``; and events
        in order of time with ``lead_id``.
    """
    leads = pd.read_csv(folder / "leads.csv.gz", parse_dates=["created_at"]).set_index("lead_id")
    outcomes = pd.read_csv(folder / "outcomes.csv.gz", parse_dates=["occurred_at"]).set_index("lead_id")
    leads = leads.assign(as_of=leads["created_at"] + pd.Timedelta(days=age_days))
    ended = outcomes["occurred_at"].reindex(leads.index)
    in_time = ended <= leads["created_at"] + pd.Timedelta(days=_APPROVAL_DAYS)
    approved = in_time & (outcomes["outcome"].reindex(leads.index) == "approved")
    still_open = leads.assign(approved=approved)[ended.isna() | (ended > leads["as_of"])]
    events = pd.read_csv(folder / "events.csv.gz", parse_dates=["occurred_at"], dtype={"resource": "str"})
    events = events.join(still_open[["as_of"]], on="lead_id", how="inner")
    known = events[events["occurred_at"] < events["as_of"]]
    return still_open, known.sort_values(["lead_id", "occurred_at"], kind="stable")


def application_features(applications: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Counts per activity and per lifecycle, amount, hours, breadth, and who and what came first and last."""
    events = events[events["lead_id"].isin(applications.index)].fillna({"resource": _NOBODY})
    by_lead = events.groupby("lead_id")
    submitted, last = applications["created_at"], by_lead.last()
    features = {
        "amount": applications["amount_requested"],
        "hours_since_submission": _hours(applications["as_of"] - submitted),
        "hours_since_last_event": _hours(applications["as_of"] - last["occurred_at"].reindex(applications.index)),
        "distinct_resources": by_lead["resource"].nunique(),
        "distinct_days": events["occurred_at"].dt.floor("D").groupby(events["lead_id"]).nunique(),
        "last_activity": last["event_type"],
        "first_resource": by_lead["resource"].first(),
        "last_resource": last["resource"],
        "weekday": submitted.dt.day_of_week,
        "hour": submitted.dt.hour,
    }
    counts = [pd.crosstab(events["lead_id"], "count." + events[kind]) for kind in ("event_type", "lifecycle")]
    frame = pd.DataFrame(features, index=applications.index)
    return frame.join([count.reindex(applications.index, fill_value=0) for count in counts])


def _hours(duration: "pd.Series[pd.Timedelta]") -> "pd.Series[float]":
    return duration.dt.total_seconds() / 3600
