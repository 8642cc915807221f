"""What would help: the best single change of each kind, scored by the model and told as an association."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from advised import ACTIONABLE, basis, known, learned
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.scoring.advice.alternatives import CHANGES_SHOWN, help_of, with_one_more
from leadscore.model.scoring.advice.basis import Basis
from leadscore.model.scoring.contract import LEAST_POINTS_SHOWN
from leadscore.model.scoring.language import wording_in
from leadscore.model.scoring.points import KnownLeads, whole
from leadscore.model.scoring.rates import Candidates, ReferenceRates

few = settings(max_examples=10, deadline=None, derandomize=True, database=None)
seeds = st.integers(0, 2**32 - 1)
LABELS = {s.label for s in learned().bundle.spec.signals if s.name in ACTIONABLE}


def evidence() -> ReferenceRates:
    found = learned().bundle.evidence
    if found is None:
        pytest.fail("the model of these tests has evidence")
    return found


def best_gains(leads: KnownLeads, lead: int) -> dict[str, int]:
    """By trying every single change one after the other."""
    model, row = basis(), leads.matrix[[lead]]
    now, found = int(whole(model.scores(row))[0]), {}
    for position, feature in enumerate(model.spec.features):
        if feature.signal in ACTIONABLE and feature.kind in ("numeric", "category", "email_kind"):
            seen = next(c for c in evidence().candidates if c.position == position)
            edits = [
                v for v in seen.values if v != row[0, position] and not (feature.levels and v >= len(feature.levels))
            ]
            scores = []
            for value in edits:
                edited = row.copy()
                edited[0, position] = value
                scores.append(int(whole(model.scores(edited))[0]))
            found[feature.signal] = max(scores) - now
    alone = leads.leads.take(np.array([lead]))
    for kind in ("demo", "call"):
        log = leads.events.take_leads(np.array([lead]))
        more = with_one_more(log, leads.as_of[[lead]], kind, evidence().event_values[kind])
        matrix = feature_matrix(model.spec, alone, more, Snapshots(np.zeros(1, np.int64), leads.as_of[[lead]]))
        found[f"event.{kind}"] = int(whole(model.scores(matrix))[0]) - now
    labels = {signal.name: signal.label for signal in model.spec.signals}
    return {labels[name]: gain for name, gain in found.items() if gain >= LEAST_POINTS_SHOWN}


@few
@given(seeds)
def test_the_changes_told_are_the_best_of_all_single_ones(seed: int) -> None:
    leads = known(seed, 3)
    for lead, changes in enumerate(help_of(basis(), leads)):
        gains = best_gains(leads, lead)
        assert [change.points for change in changes] == sorted(gains.values(), reverse=True)[:CHANGES_SHOWN]
        assert all(gains[change.signal] == change.points for change in changes)


@few
@given(seeds)
def test_a_change_says_what_the_lead_would_score(seed: int) -> None:
    leads = known(seed)
    now = whole(basis().scores(leads.matrix))
    for score, changes in zip(now, help_of(basis(), leads), strict=True):
        for change in changes:
            assert change.score == score + change.points <= 100
            assert change.points >= LEAST_POINTS_SHOWN
            assert change.change in change.text
            assert change.text.endswith(f": +{change.points}")


def test_only_what_people_can_bring_about_is_told() -> None:
    told = {change.signal for changes in help_of(basis(), known(3, 60)) for change in changes}
    assert {"Budget", "Demo"} <= told <= LABELS


def with_candidates(name: str, *values: float) -> Basis:
    position = [feature.name for feature in basis().spec.features].index(name)
    seen = Candidates(position, values, (1 / len(values),) * len(values))
    return replace(basis(), rates=replace(evidence(), candidates=(seen,), event_values={}))


def test_whole_numbers_stay_whole() -> None:
    told = [c for changes in help_of(with_candidates("column.budget", 20, 300), known(4, 60)) for c in changes]
    values = {change.change for change in told if change.signal == "Budget"}
    assert values
    assert values <= {"if “Budget” becomes 20", "if “Budget” becomes 300"}


def test_any_other_value_is_nothing_to_aim_at() -> None:
    others = float(len(next(f for f in basis().spec.features if f.name == "column.industry").levels))
    told = [c for changes in help_of(with_candidates("column.industry", others), known(4, 60)) for c in changes]
    assert "Industry" not in {change.signal for change in told}


def test_of_equally_good_values_the_nearest_is_told_or_the_first_where_none_is_known() -> None:
    leads = known(4, 60)
    own = leads.matrix[:, [feature.name for feature in basis().spec.features].index("column.budget")]
    told = help_of(with_candidates("column.budget", 1e6, 1e5, 1e7), leads)
    pairs = {(bool(np.isnan(v)), c.change) for v, cs in zip(own, told, strict=True) for c in cs if c.signal == "Budget"}
    assert pairs == {(False, "if “Budget” becomes 100,000"), (True, "if “Budget” becomes 1,000,000")}


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_change_is_told_as_a_condition_and_never_as_a_cause(language: str) -> None:
    speaking = replace(basis(), wording=wording_in(language))
    told = [change.text for changes in help_of(speaking, known(3)) for change in changes]
    assert told
    causes = r"caus|because|leads to|will |would|raises|increase|weil|dadurch|führt|erhöht|bewirkt"
    assert not [sentence for sentence in told if re.search(causes, sentence)]


@pytest.mark.parametrize(
    ("route", "begin", "kinds"),
    [
        ("sales", "In the talk – if ", {"Demo", "Call"}),
        ("nurture", "Without a call – if ", {"Demo"}),
        ("re_engage", "To win it back – if ", {"Demo"}),
        ("enrich_first", "Later – if ", {"Demo", "Call"}),
    ],
)
def test_a_change_fits_the_route_and_nobody_is_called_who_is_not(route: Any, begin: str, kinds: set[str]) -> None:
    leads, events_only = known(3, 30), replace(basis(), rates=None)
    told = [change for changes in help_of(events_only, leads, [route] * 30) for change in changes]
    assert {change.signal for change in told} == kinds
    assert all(change.text.startswith(begin) for change in told)


@few
@given(seeds)
def test_a_lead_alone_is_helped_as_it_is_among_others(seed: int) -> None:
    leads = known(seed, 4)
    together = help_of(basis(), leads)
    for lead in range(4):
        one = np.array([lead])
        alone = KnownLeads(leads.leads.take(one), leads.events.take_leads(one), leads.as_of[one], leads.matrix[one])
        assert help_of(basis(), alone) == [together[lead]]


def nothing_known() -> KnownLeads:
    leads = LeadTable(("x",), {}, np.zeros(1, np.int64))
    matrix = feature_matrix(basis().spec, leads, EventLog.empty(1), Snapshots(np.zeros(1, np.int64), np.array([10])))
    return KnownLeads(leads, EventLog.empty(1), np.array([10]), matrix)


def test_a_lead_of_which_nothing_is_known_can_be_helped() -> None:
    (changes,) = help_of(basis(), nothing_known())
    assert {change.signal for change in changes} <= LABELS
    assert changes


def without_events(spec: Any) -> Any:
    return replace(spec, has_events=False)


def test_a_bundle_without_evidence_tells_of_events_only() -> None:
    told = [c for changes in help_of(replace(basis(), rates=None), known(3)) for c in changes]
    assert {change.signal for change in told} == {"Demo", "Call"}


def test_a_model_without_tags_helps_nobody() -> None:
    spec = replace(basis().spec, signals=tuple(replace(s, actionable=False) for s in basis().spec.signals))
    assert help_of(replace(basis(), spec=spec), known(3)) == [()] * 12


def test_a_model_without_events_tells_of_columns_only() -> None:
    told = [c for cs in help_of(replace(basis(), spec=without_events(basis().spec)), known(3)) for c in cs]
    assert told
    assert not {change.signal for change in told} & {"Demo", "Call"}


def test_no_leads_need_no_help() -> None:
    leads = LeadTable((), {}, np.zeros(0, np.int64))
    nothing = KnownLeads(leads, EventLog.empty(0), np.zeros(0, np.int64), known(1).matrix[:0])
    assert help_of(basis(), nothing) == []


@pytest.mark.parametrize("cell", [np.inf, -np.inf, 1e300, -1e300])
def test_hostile_cells_are_helped_all_the_same(cell: float) -> None:
    leads = known(3)
    matrix = leads.matrix.copy()
    matrix[:, [feature.name for feature in basis().spec.features].index("column.budget")] = cell
    now = whole(basis().scores(matrix))
    for score, changes in zip(now, help_of(basis(), replace(leads, matrix=matrix)), strict=True):
        assert all(change.score == score + change.points and change.points >= LEAST_POINTS_SHOWN for change in changes)
