"""Warnings about the input: little that is known, and values and events unlike those of training."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from evidenced import learned
from numpy.typing import NDArray

from leadscore.model.arrays import Floats, Integers
from leadscore.model.features.events import Coded, EventLog, EventRows
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.features.spec import Feature, FeatureSpec, InputColumn, Signal
from leadscore.model.scoring.language import wording_in
from leadscore.model.scoring.points import KnownLeads
from leadscore.model.scoring.rates import ReferenceRates
from leadscore.model.scoring.rates.bins import Bins, SignalRates
from leadscore.model.scoring.warnings import unknown_share, warnings_of

EVENTS = FeatureSpec((), (), (), dated=True, has_events=True, event_types=("call", "demo"))
LEADS = LeadTable(("a", "b", "c"), {}, np.zeros(3, np.int64))
AS_OF = np.full(3, 100)
NO_FEATURES: Floats = np.zeros((3, 0))
STRANGE = ("Events: a kind among them is rare or new to the model and counts overall only",)

COLUMNS = FeatureSpec(
    (InputColumn("ann_rev", "numeric"), InputColumn("ctry", "category", levels=("DE", "FR"))),
    (Signal("column.ann_rev", "Revenue", "fit"), Signal("column.ctry", "Country", "fit"), Signal("x", "X", "interest")),
    (
        Feature("r", "column.ann_rev", "numeric", "ann_rev"),
        Feature("c", "column.ctry", "category", "ctry", levels=("DE", "FR")),
        Feature("n", "x", "count", "x"),
    ),
    dated=False,
)
KNOWN = ReferenceRates(
    typical=0.1, shares=(0.2, 0.42, 0.38), rates=(None, None, None), ranges={"ann_rev": (500.0, 20_000.0)}
)


def log_of(lead: list[int], at: list[int], kinds: list[str | None]) -> EventLog:
    rows = EventRows(np.array(at), Coded.of(np.array(kinds, dtype=object)), np.full(len(at), np.nan))
    return EventLog.build(np.array(lead), rows, n_leads=3)


def warned(
    revenue: float, country: str | None, *, spec: FeatureSpec = COLUMNS, evidence: ReferenceRates = KNOWN
) -> tuple[str, ...]:
    """Of one lead of which these are known."""
    columns: dict[str, NDArray[Any]] = {"ann_rev": np.array([revenue]), "ctry": np.array([country], dtype=object)}
    leads, moment = LeadTable(("a",), columns), np.zeros(1, np.int64)
    matrix = feature_matrix(spec, leads, EventLog.empty(1), Snapshots(np.zeros(1, np.int64), moment))
    unknown = unknown_share(spec, matrix, evidence.shares)
    (texts,) = warnings_of(spec, KnownLeads(leads, EventLog.empty(1), moment, matrix, unknown), evidence)
    return texts


@pytest.mark.parametrize(
    ("kinds", "at", "warned"),
    [
        (["demo", "call", "demo"], [1, 2, 3], []),
        (["demo", "demo-request", "call"], [1, 2, 3], [1]),
        (["fax", "demo", "fax"], [1, 2, 3], [0, 2]),
        (["fax", "demo", None], [100, 2, 3], []),
    ],
    ids=["all known", "one misspelled", "two new", "new only at the moment itself"],
)
def test_a_lead_with_a_strange_event_before_the_moment_is_warned_about(
    kinds: list[str | None], at: list[int], warned: list[int]
) -> None:
    found = warnings_of(EVENTS, KnownLeads(LEADS, log_of([0, 1, 2], at, kinds), AS_OF, NO_FEATURES))
    assert [index for index, texts in enumerate(found) if texts == STRANGE] == warned
    assert all(texts in ((), STRANGE) for texts in found)


def test_a_model_without_events_warns_about_none() -> None:
    spec = FeatureSpec((), (), (), dated=False)
    moments: Integers = np.zeros(3, np.int64)
    assert warnings_of(spec, KnownLeads(LEADS, log_of([0], [-1], ["fax"]), moments, NO_FEATURES)) == [(), (), ()]


@pytest.mark.parametrize(
    ("revenue", "country", "expected"),
    [
        (500.0, "DE", ()),
        (20_000.0, "FR", ()),
        (np.nan, "FR", ()),
        (20_001.0, "DE", ("Revenue: 20,001 lies outside what the model has seen, 500 to 20,000",)),
        (-3.5, "DE", ("Revenue: −3.5 lies outside what the model has seen, 500 to 20,000",)),
        (np.inf, "DE", ()),
        (500.0, "Mars", ("Country: this value is rare or new to the model",)),
        (500.0, None, ("Thin evidence: 42% of what the model weighs is not known of this lead",)),
        (np.nan, None, ("Thin evidence: 62% of what the model weighs is not known of this lead",)),
        (
            1e6,
            None,
            (
                "Thin evidence: 42% of what the model weighs is not known of this lead",
                "Revenue: 1,000,000 lies outside what the model has seen, 500 to 20,000",
            ),
        ),
    ],
)
def test_what_is_not_known_new_or_out_of_range_is_said_by_its_label(
    revenue: float, country: str | None, expected: tuple[str, ...]
) -> None:
    assert warned(revenue, country) == expected


@pytest.mark.parametrize(
    ("leads", "expected"),
    [
        ((40, 30, 70, None), ("Country: this value is rare or new to the model",)),
        ((40, None, 70, None), ()),
        ((None, None, None, 500), ("Country: this value is rare or new to the model",)),
    ],
    ids=["rare values are not more", "most leads have a rare one", "none is known to have one"],
)
def test_a_rare_value_is_nothing_to_warn_of_where_most_leads_have_one(
    leads: tuple[int | None, ...], expected: tuple[str, ...]
) -> None:
    rates = SignalRates((Bins(1, codes=3),), tuple(0.1 if n else None for n in leads), leads)
    evidence = replace(KNOWN, rates=(None, rates, None))
    assert warned(500.0, "Mars", evidence=evidence) == expected
    assert warned(500.0, "DE", evidence=evidence) == ()


def test_warnings_are_in_the_model_s_language() -> None:
    german = replace(COLUMNS, wording=wording_in("de").kept())
    assert warned(np.nan, None, spec=german) == (
        "Wenig bekannt: 62\u00a0% dessen, was das Modell gewichtet, fehlt bei diesem Lead",
    )


def test_a_column_that_only_gates_look_at_is_not_warned_about() -> None:
    gate = InputColumn("stage", "category", learned=False)
    spec = replace(COLUMNS, columns=(*COLUMNS.columns, gate))
    stage: NDArray[Any] = np.array(["competitor"], dtype=object)
    leads = LeadTable(("a",), {"ctry": np.array(["DE"], dtype=object), "stage": stage})
    assert warnings_of(spec, KnownLeads(leads, EventLog.empty(1), np.zeros(1, np.int64), NO_FEATURES[:1])) == [()]


def test_a_blank_lead_does_not_look_as_solid_as_a_full_one() -> None:
    spec, rows = learned().recipe.spec, learned().recipe.rows.matrix
    even = replace(learned().evidence, shares=(1 / len(spec.signals),) * len(spec.signals))
    columns = [f.kind in ("numeric", "category", "email_kind", "days_since") for f in spec.features]
    full = np.flatnonzero(~np.isnan(rows[:, columns]).any(axis=1))[0]
    blank = np.where(columns, np.nan, rows[full])
    pair, leads = np.stack([rows[full], blank]), LeadTable(("full", "blank"), {})
    unknown = unknown_share(spec, pair, even.shares)
    both = KnownLeads(leads, EventLog.empty(2), np.zeros(2, np.int64), pair, unknown)
    found = warnings_of(replace(spec, has_events=False), both, even)
    share = round(100 * sum(columns) / len(spec.signals))
    assert found == [(), (f"Thin evidence: {share}% of what the model weighs is not known of this lead",)]


def test_a_lead_is_warned_about_alone_as_among_others() -> None:
    told = learned()
    matrix = told.recipe.rows.matrix[:30] * 3
    leads, spec = LeadTable(tuple(map(str, range(30))), {}), replace(told.recipe.spec, has_events=False)

    def found(rows: slice) -> list[tuple[str, ...]]:
        part, moments = leads.take(np.arange(30)[rows]), np.zeros(len(matrix[rows]), np.int64)
        unknown = unknown_share(spec, matrix[rows], told.evidence.shares)
        known = KnownLeads(part, EventLog.empty(len(part)), moments, matrix[rows], unknown)
        return warnings_of(spec, known, told.evidence)

    together = found(slice(None))
    assert len(set(together)) > 3
    assert together == [found(slice(row, row + 1))[0] for row in range(30)]
