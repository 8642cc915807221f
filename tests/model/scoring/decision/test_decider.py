"""Every lead gets one decision, whose rule is named, from the data known at the lead's moment."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from activity import COLUMNS, START, Activity, draw_activity, log_of
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.errors import ConfigError
from leadscore.model.expressions.parsing import parse
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.spec import FeatureSpec, InputColumn, Signal
from leadscore.model.scoring.decision import Decided, Decider, Gate, Override, Policy, Scores, Thresholds
from leadscore.model.scoring.language import wording_in
from leadscore.model.timestamps import DAY, moment

few = settings(max_examples=15, deadline=None, derandomize=True, database=None)
seeds = st.integers(0, 2**32 - 1)

AS_OF = moment("2025-06-20T12:00:00Z")
SPEC = FeatureSpec(
    (
        InputColumn("country", "category"),
        InputColumn("size", "numeric", known_after=3),
        InputColumn("optout", "category", learned=False, label="Wants no contact"),
        InputColumn("end_date", "date", learned=False),
    ),
    (Signal("column.country", "Land of the lead", "fit"),),
    (),
    dated=True,
    has_events=True,
)
NEVER_OPT = Gate("No contact", "never", parse('optout = "yes"'), say="You asked us not to.")
MUST_LAND = Gate("Country", "must", parse('country in ("DE", "AT")'))
POLICY = Policy(
    Thresholds(70, 60, 50),
    Thresholds(60, 50, 40),
    Thresholds(60, 50, 40),
    gates=(NEVER_OPT, MUST_LAND),
    product_use=("login",),
)


def texts(*values: str | None) -> Any:
    return np.array([*values, None], dtype=object)[:-1]


def lead(**columns: Any) -> LeadTable:
    """One lead, created 100 days before it is scored, with everything that no gate minds."""
    known = {
        "country": texts("DE"),
        "size": np.array([5.0]),
        "optout": texts("no"),
        "end_date": np.array([AS_OF - DAY]),
    }
    return LeadTable(("L1",), known | columns, np.array([AS_OF - 100 * DAY]))


def log(*events: tuple[str, float]) -> EventLog:
    """Events of the lead: kind, and days before it is scored."""
    frame = pd.DataFrame(
        [(0, AS_OF - round(days * DAY), kind, np.nan, None) for kind, days in events],
        columns=["lead", "occurred_at", "type", "value", "page"],
    )
    return log_of(frame, n_leads=1) if events else EventLog.empty(1)


def decide(
    leads: LeadTable | None = None,
    events: EventLog | None = None,
    *overrides: Override,
    score: int = 73,
    policy: Policy = POLICY,
    spec: FeatureSpec = SPEC,
    little_known: bool = False,
) -> Decided:
    little = np.array([little_known])
    evaluation_set = Scores(np.array([score]), np.array([0.25]), np.array([61]), np.array([45]), little)
    given_leads, given_log = leads or lead(), log(("call", 2)) if events is None else events
    return Decider(policy, spec).decide(evaluation_set, given_leads, given_log, np.array([AS_OF]), {"L1": overrides})[0]


@pytest.mark.parametrize(
    ("score", "grade", "qualification", "route", "rule"),
    [
        (73, "A", "sql", "sales", "Grade A: 73 points; A starts at 70"),
        (60, "B", "mql", "nurture", "Grade B: 60 points; A starts at 70"),
        (55, "C", "not_qualified", "nurture", "Grade C: 55 points; B starts at 60"),
        (49, "D", "not_qualified", "nurture", "Grade D: 49 points; C starts at 50"),
    ],
)
def test_a_grade_decides_and_says_its_figures(
    score: int, grade: str, qualification: str, route: str, rule: str
) -> None:
    found = decide(score=score)
    assert (found.grade, found.cell) == (grade, "A3")
    assert (found.decision.qualification, found.decision.route, found.decision.rule) == (qualification, route, rule)
    assert (found.override, found.gate, found.missing) == (None, None, ())


def test_a_never_gate_ends_the_best_lead_and_is_named() -> None:
    found = decide(lead(optout=texts("Yes ")))
    assert (found.decision.qualification, found.decision.route) == ("not_qualified", "disqualify")
    assert (found.decision.rule, found.gate) == ("Gate “No contact”", NEVER_OPT)
    assert found.grade == "A"


def test_a_must_gate_that_does_not_hold_ends_a_lead_of_which_all_is_known() -> None:
    found = decide(lead(country=texts("FR")))
    assert (found.decision.route, found.gate, found.missing) == ("disqualify", MUST_LAND, ())


def test_of_two_gates_the_first_of_the_configuration_is_named() -> None:
    both = lead(country=texts("FR"), optout=texts("yes"))
    assert decide(both).gate == NEVER_OPT
    assert decide(both, policy=replace(POLICY, gates=(MUST_LAND, NEVER_OPT))).gate == MUST_LAND


def test_what_a_must_gate_misses_is_asked_for_by_its_label() -> None:
    gates = (MUST_LAND, Gate("Size", "must", parse("size >= 3 and optout = 'no'")))
    found = decide(lead(country=texts(None), optout=texts(None)), policy=replace(POLICY, gates=gates))
    assert (found.decision.qualification, found.decision.route) == ("mql", "enrich_first")
    assert found.missing == ("Land of the lead", "Wants no contact")
    assert found.decision.rule == "Not known yet: Land of the lead, Wants no contact"
    assert found.gate is None


def test_a_missing_value_satisfies_no_never_gate() -> None:
    assert decide(lead(optout=texts(None))).decision.route == "sales"


@pytest.mark.parametrize(("days", "route"), [(2, "enrich_first"), (3, "sales")])
def test_a_column_counts_as_missing_for_a_gate_before_it_is_known(days: int, route: str) -> None:
    young = replace(lead(), created_at=np.array([AS_OF - days * DAY]))
    policy = replace(POLICY, gates=(Gate("Size", "must", parse("size >= 3")),))
    assert decide(young, policy=policy).decision.route == route


@pytest.mark.parametrize(("ahead", "route"), [(-1, "disqualify"), (0, "sales"), (DAY, "sales")])
def test_a_date_that_lies_ahead_counts_as_missing_for_a_gate(ahead: int, route: str) -> None:
    policy = replace(POLICY, gates=(Gate("Ended", "never", parse("end_date is known")),))
    assert decide(lead(end_date=np.array([AS_OF + ahead])), policy=policy).decision.route == route


USED = (("login", 1), ("login", 5), ("login", 14))


@pytest.mark.parametrize(
    ("events", "enough"),
    [
        (USED, True),
        ((*USED[:2], ("login", 14.001)), False),  # the window is closed on its far side
        ((*USED[:2], ("login", 0)), False),  # what happens at the moment itself is not known yet
        ((*USED[:2], ("call", 3)), False),
    ],
)
def test_enough_product_use_in_time_qualifies_whatever_the_grade(events: Any, enough: bool) -> None:
    found = decide(None, log(*events), score=20)
    if not enough:
        assert found.decision.qualification == "not_qualified"
        return
    assert (found.decision.qualification, found.decision.route) == ("pql", "sales")
    assert found.decision.rule == "Product use: 3 in the last 14 days, 3 or more are enough"
    assert found.grade == "D"


def test_without_kinds_of_product_use_nobody_qualifies_by_it() -> None:
    policy = replace(POLICY, product_use=(), product_use_at_least=1)
    assert decide(None, log(*USED), score=20, policy=policy).decision.qualification == "not_qualified"


@pytest.mark.parametrize(
    ("last_days", "age_days", "score", "route"),
    [
        (30, 100, 65, "nurture"),
        (30.001, 100, 65, "re_engage"),
        (30.001, 100, 20, "re_engage"),
        (30.001, 100, 73, "sales"),
        (None, 100, 65, "re_engage"),
        (None, 30, 65, "nurture"),
        (None, 30.001, 65, "re_engage"),
        (0, 100, 65, "re_engage"),
        (31, 30, 65, "nurture"),
    ],
)
def test_an_old_lead_of_which_nothing_was_heard_is_re_engaged(
    last_days: float | None, age_days: float, score: int, route: str
) -> None:
    leads = replace(lead(), created_at=np.array([AS_OF - round(age_days * DAY)]))
    found = decide(leads, log(*[("call", last_days)] if last_days is not None else []), score=score)
    assert found.decision.route == route
    assert ("nothing has happened in the last 30 days" in found.decision.rule) == (route == "re_engage")


def test_without_events_in_the_model_nobody_is_silent_or_uses_anything() -> None:
    spec = replace(SPEC, has_events=False)
    assert decide(None, log(), score=65, spec=spec).decision.route == "nurture"
    assert decide(None, log(*USED), score=65, spec=spec).decision.qualification == "mql"


def test_a_model_without_dates_names_no_day_and_lets_every_override_count() -> None:
    spec = replace(SPEC, dated=False, has_events=False)
    leads = LeadTable(("L1",), lead().columns)
    set_late = Override("B", None, "why", "Ann", AS_OF + DAY)
    evaluation_set = Scores(np.array([20]), np.array([0.1]), np.array([50]), np.array([50]))
    decider = Decider(replace(POLICY, gates=(MUST_LAND,)), spec)
    (found,) = decider.decide(evaluation_set, leads, EventLog.empty(1), np.zeros(1, np.int64), {"L1": [set_late]})
    assert (found.grade, found.decision.route, found.decision.reenter_on) == ("B", "nurture", None)


@pytest.mark.parametrize(
    ("score", "reenter_on"), [(73, None), (65, "2025-07-20"), (20, "2025-07-20")], ids=["sales", "mql", "rest"]
)
def test_a_nurtured_lead_has_a_day_on_which_it_is_looked_at_again(score: int, reenter_on: str | None) -> None:
    assert decide(score=score).decision.reenter_on == reenter_on
    assert decide(lead(optout=texts("yes")), score=score).decision.reenter_on is None


def test_what_a_person_set_counts_and_the_machine_stays_beside_it() -> None:
    ann = Override("B", None, "knows the buyer", "Ann", moment("2025-06-03T09:00:00Z"))
    found = decide(None, None, ann, score=55)
    assert (found.grade, found.decision.qualification, found.decision.route) == ("B", "mql", "nurture")
    assert found.decision.rule == "Set by Ann on 3 June 2025: knows the buyer"
    assert found.override is not None
    assert found.override.as_dict() == {
        "grade": "B",
        "route": None,
        "reason": "knows the buyer",
        "by": "Ann",
        "at": "2025-06-03T09:00:00Z",
        "machine": {
            "grade": "C",
            "qualification": "not_qualified",
            "route": "nurture",
            "rule": "Grade C: 55 points; B starts at 60",
        },
        "explains": "The score, its points and its reasons explain the model's grade C, not what Ann set",
    }


@pytest.mark.parametrize(
    ("grade", "route", "expected"),
    [
        (None, "sales", ("D", "sql", "sales")),
        (None, "nurture", ("D", "not_qualified", "nurture")),
        ("A", "enrich_first", ("A", "mql", "enrich_first")),
        ("A", "disqualify", ("A", "not_qualified", "disqualify")),
        ("A", None, ("A", "sql", "sales")),
    ],
)
def test_the_route_that_a_person_set_decides_the_qualification(grade: Any, route: Any, expected: Any) -> None:
    found = decide(None, None, Override(grade, route, "why", "Ann", AS_OF), score=20)
    assert (found.grade, found.decision.qualification, found.decision.route) == expected


def test_a_gate_comes_before_a_person_and_a_person_before_what_is_missing() -> None:
    ann = Override(None, "sales", "why", "Ann", AS_OF)
    stopped = decide(lead(optout=texts("yes")), None, ann)
    assert (stopped.decision.route, stopped.override) == ("disqualify", None)
    asked = decide(lead(country=texts(None)), None, ann)
    assert (asked.decision.route, asked.missing) == ("sales", ())
    assert asked.override is not None
    assert asked.override.machine.rule == "Not known yet: Land of the lead"


def test_an_override_of_later_does_not_count_yet() -> None:
    assert decide(None, None, Override("D", None, "why", "Ann", AS_OF + 1)).grade == "A"


@pytest.mark.parametrize(
    ("win_value", "contact_cost", "expected"), [(400.0, 30.0, 70.0), (400.0, None, None), (None, 30.0, None)]
)
def test_the_expected_value_is_that_of_a_contact(
    win_value: float | None, contact_cost: float | None, expected: float | None
) -> None:
    policy = replace(POLICY, win_value=win_value, contact_cost=contact_cost)
    assert decide(policy=policy).expected_value == expected


def test_the_analyst_s_own_next_step_replaces_that_of_the_language() -> None:
    policy = replace(POLICY, next_steps={"sales": "Ring {her} today"})
    assert decide(policy=policy).decision.next_step == "Ring {her} today"
    assert decide(policy=policy, score=65).decision.next_step == decide(score=65).decision.next_step


def test_every_sentence_is_one_of_the_readers_language() -> None:
    german = replace(SPEC, wording=wording_in("de").kept())
    found = decide(None, None, Override("B", None, "kennt sie", "Ann", moment("2025-03-03")), spec=german)
    assert found.decision.rule == "Gesetzt von Ann am 3. März 2025: kennt sie"
    assert decide(spec=german).decision.next_step == "Persönlich ansprechen"


def test_a_gate_whose_column_the_leads_lack_is_named() -> None:
    leads = lead()
    without = replace(leads, columns={name: v for name, v in leads.columns.items() if name != "optout"})
    with pytest.raises(ConfigError, match=r'^The gate "No contact" looks at the column `optout`, which'):
        decide(without)


def test_a_gate_whose_column_holds_something_else_is_named() -> None:
    with pytest.raises(ConfigError, match=r'^The gate "No contact" cannot be used: The column `optout` holds numbers'):
        decide(lead(optout=np.array([1.0])))


DRAWN_SPEC = FeatureSpec(COLUMNS, (), (), dated=True, has_events=True)
DRAWN_POLICY = Policy(
    Thresholds(70, 50, 30),
    Thresholds(70, 50, 30),
    Thresholds(70, 50, 30),
    gates=(
        Gate("Finance", "never", parse('industry = "Finance" and budget < 100')),
        Gate("Rated", "must", parse("rating > -1 or renewal is known")),
    ),
    product_use=("demo", "call"),
    product_use_days=7,
    silent_days=3,
    win_value=900.0,
    contact_cost=10.0,
)
DECIDER = Decider(DRAWN_POLICY, DRAWN_SPEC)


def drawn(seed: int, n: int = 30) -> tuple[Activity, Scores, dict[str, list[Override]]]:
    activity = draw_activity(seed, n_leads=n, n_events=8 * n, n_snapshots=n)
    rng = np.random.default_rng(seed)
    evaluation_set = Scores(rng.integers(0, 101, n), rng.random(n), *rng.integers(0, 101, (2, n)))
    chosen = rng.choice(n, n // 4, replace=False).tolist()
    at = START + int(rng.integers(0, 60)) * DAY
    overrides = {
        f"L{i}": [Override("B", None, "why", "Ann", at), Override(None, "sales", "why", "Bo", at)] for i in chosen
    }
    return replace(activity, snapshots=Snapshots(np.arange(n), activity.snapshots.as_of)), evaluation_set, overrides


def decided(seed: int, n: int = 30) -> list[Decided]:
    activity, evaluation_set, overrides = drawn(seed, n)
    return DECIDER.decide(evaluation_set, activity.leads, activity.log, activity.snapshots.as_of, overrides)


def test_drawn_leads_meet_every_rule() -> None:
    found = [one for seed in range(3) for one in decided(seed, 200)]
    assert {one.decision.route for one in found} == {"sales", "nurture", "enrich_first", "re_engage", "disqualify"}
    assert {one.decision.qualification for one in found} == {"sql", "mql", "pql", "not_qualified"}
    assert {one.override is not None for one in found} == {True, False}


@few
@given(seeds)
def test_every_lead_has_one_decision_that_is_plain_json(seed: int) -> None:
    found = decided(seed)
    assert len(found) == 30
    for one in found:
        assert one.decision.rule
        assert one.decision.next_step
        for part in (one.decision, one.override):
            assert part is None or json.loads(json.dumps(part.as_dict(), allow_nan=False)) == part.as_dict()


@few
@given(seeds)
def test_order_split_and_further_columns_have_no_effect(seed: int) -> None:
    activity, evaluation_set, overrides = drawn(seed)
    together = decided(seed)
    order = np.random.default_rng(seed).permutation(len(together))
    for part in (order[:11], order[11:], np.append(order, order[:5])):
        leads = activity.leads.take(part)
        leads = replace(leads, columns={"further": np.arange(len(part)), **dict(reversed([*leads.columns.items()]))})
        shuffled = Scores(
            score=evaluation_set.score[part],
            probability=evaluation_set.probability[part],
            fit=evaluation_set.fit[part],
            interest=evaluation_set.interest[part],
        )
        as_of = activity.snapshots.as_of[part]
        alone = DECIDER.decide(shuffled, leads, activity.log.take_leads(part), as_of, overrides)
        assert alone == [together[row] for row in part]


@few
@given(seeds)
def test_future_events_have_no_effect(seed: int) -> None:
    activity, evaluation_set, overrides = drawn(seed)
    later = pd.DataFrame(
        [(row, at + row, "demo", 1.0, None) for row, at in enumerate(activity.snapshots.as_of)],
        columns=activity.events.columns,
    )
    events = log_of(pd.concat([later, activity.events]), n_leads=len(activity.leads))
    found = DECIDER.decide(evaluation_set, activity.leads, events, activity.snapshots.as_of, overrides)
    assert found == decided(seed)


@few
@given(seeds)
def test_the_grade_never_falls_while_the_score_rises(seed: int) -> None:
    activity, evaluation_set, _ = drawn(seed)
    higher = replace(evaluation_set, score=np.minimum(evaluation_set.score + 15, 100))
    before, after = (
        DECIDER.decide(scores, activity.leads, activity.log, activity.snapshots.as_of, {})
        for scores in (evaluation_set, higher)
    )
    assert all(one.grade >= two.grade for one, two in zip(before, after, strict=True))


def test_no_leads_have_no_decisions() -> None:
    none = np.zeros(0, np.int64)
    leads = LeadTable((), {name: values[:0] for name, values in lead().columns.items()}, none)
    evaluation_set = Scores(none, none.astype(float), none, none)
    assert Decider(POLICY, SPEC).decide(evaluation_set, leads, EventLog.empty(0), none, {}) == []


LIMITED = replace(POLICY, disqualify_below=30)


@pytest.mark.parametrize(
    ("score", "route", "rule"),
    [
        (29, "disqualify", "Disqualified by its score: 29 is below 30"),
        (30, "nurture", "Grade D: 30 points; C starts at 50"),
        (0, "disqualify", "Disqualified by its score: 0 is below 30"),
    ],
)
def test_a_score_below_the_limit_disqualifies(score: int, route: str, rule: str) -> None:
    found = decide(score=score, policy=LIMITED)
    assert (found.grade, found.decision.qualification) == ("D", "not_qualified")
    assert (found.decision.route, found.decision.rule, found.gate) == (route, rule, None)
    assert (found.decision.reenter_on is None) == (route == "disqualify")


def test_thin_evidence_never_disqualifies() -> None:
    assert decide(score=3, policy=LIMITED, little_known=True).decision.route == "nurture"


def test_what_goes_before_a_score_that_is_too_low() -> None:
    set_route = Override(None, "sales", "An old customer.", "Ada", AS_OF - DAY)
    set_grade = Override("D", None, "We know them.", "Ada", AS_OF - DAY)
    assert decide(lead(), None, set_route, score=3, policy=LIMITED).decision.route == "sales"
    assert decide(lead(), None, set_grade, score=3, policy=LIMITED).decision.route == "nurture"
    assert decide(lead(optout=texts("yes")), None, set_route, score=3, policy=LIMITED).gate == NEVER_OPT
    assert decide(lead(country=texts(None)), score=3, policy=LIMITED).decision.route == "enrich_first"
    used = log(("login", 1), ("login", 2), ("login", 3))
    assert decide(lead(), used, score=3, policy=LIMITED).decision.qualification == "pql"


def test_an_override_says_what_the_score_alone_would_have_done() -> None:
    set_route = Override(None, "sales", "An old customer.", "Ada", AS_OF - DAY)
    found = decide(lead(), None, set_route, score=3, policy=LIMITED).override
    assert found is not None
    assert (found.machine.route, found.machine.rule) == ("disqualify", "Disqualified by its score: 3 is below 30")
