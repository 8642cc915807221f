"""A policy for a fitted model: found, kept, and described in the card."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from activity import log_of
from golden_card import whole
from pandas import DataFrame

from leadscore.model.card import Card, card_as_dict, card_from_dict
from leadscore.model.card.grades import GradeRate
from leadscore.model.config import Config, parse_config
from leadscore.model.data.tables.tables import Tables
from leadscore.model.errors import ConfigError
from leadscore.model.features.leads import LeadTable
from leadscore.model.features.spec_learning import with_gate_columns
from leadscore.model.learning.backtest import backtest
from leadscore.model.learning.learner.hyperparameters import DEFAULT
from leadscore.model.learning.recipe import prepare_training_data
from leadscore.model.learning.reference_rates import ExplainedRows
from leadscore.model.learning.thresholds import Keeping, PolicyBasis, with_policy
from leadscore.model.learning.thresholds.capacity import all_looks, scored, whole_scores
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contributions.additive import sigmoid
from leadscore.model.scoring.decision import Policy, Thresholds, policy_from_dict
from leadscore.model.scoring.language import english, wording_in
from leadscore.model.timestamps import DAY, moment

START = moment("2024-01-01")
CAPACITY = {"cut_by": "capacity", "capacity_per_week": 3, "capacity_weeks": 10}
MONEY = {"cut_by": "money", "win_value": 1000.0, "contact_cost": 999.9}
ANEW = Keeping(None, "There is no champion whose cuts could be kept.")


def config(policy: dict[str, Any] | None = None, **sections: Any) -> Config:
    raw: dict[str, Any] = {
        "leads": {"path": "leads.csv", "id": "id", "created_at": "created_at"},
        "events": {"path": "events.csv", "lead_id": "id", "occurred_at": "at", "type": "type"},
        "outcomes": {"path": "outcomes.csv", "lead_id": "id", "occurred_at": "at"},
        "learning": {"horizon_days": 30, "snapshots_days": [0, 7], "snapshots_every_days": 1000, "backtest_folds": 0},
        "columns": {"budget": {"role": "numeric"}, "consent": {"role": "category", "ignore": True}},
        "policy": policy or {},
    }
    return parse_config(raw | sections, folder=None)  # type: ignore[arg-type]  # no file is read


def leads_of_a_year(n: int = 700) -> Tables:
    """Leads with a budget that tells much, a consent that nothing is learned from, and a demo or none."""
    rng = np.random.default_rng(0)
    created = START + np.sort(rng.integers(0, 360 * DAY, n))
    budget, demo = rng.normal(size=n), rng.random(n) < 0.4
    won = np.flatnonzero(rng.random(n) < sigmoid(-1.0 + 1.5 * budget + demo))
    ended = created[won] + rng.integers(10 * DAY, 30 * DAY, len(won))
    seen = ended <= START + 360 * DAY
    outcomes = DataFrame({"lead": won[seen], "occurred_at": ended[seen], "outcome": "converted"})
    events = DataFrame({"lead": np.flatnonzero(demo), "occurred_at": created[demo] + DAY})
    log = replace(log_of(events.assign(type="demo", value=np.nan, page=None), n_leads=n), attributes={})
    consent = np.where(rng.random(n) < 0.5, "yes", "no").astype(object)
    leads = LeadTable(tuple(map(str, range(n))), {"budget": budget, "consent": consent}, created)
    return Tables(leads, log, outcomes, None, DataFrame(), DataFrame(), {}, START + 360 * DAY)


@pytest.fixture(scope="module")
def fitted() -> tuple[Bundle, PolicyBasis]:
    """A twin in the place of the model that ships."""
    training_data = prepare_training_data(leads_of_a_year(), config())
    steps = backtest(
        training_data.tables,
        training_data.config,
        training_data.matured,
        training_data.splits,
        hyperparameters=DEFAULT,
        progress=lambda _: None,
    )
    (twin,) = steps
    sample = twin.recipe.rows.matrix
    explained = ExplainedRows(sample, twin.model.contributions(sample)[0], twin.recipe.rows.weights)
    basis = PolicyBasis(training_data, twin, explained, ANEW, english())
    return Bundle(twin.recipe.spec, twin.model, -1.0, {}, Card()), basis


def graded(fitted: tuple[Bundle, PolicyBasis], settings: Config, kept: Keeping = ANEW) -> Bundle:
    bundle, basis = fitted
    spec = with_gate_columns(bundle.spec, settings)
    training_data = replace(basis.training_data, config=settings)
    return with_policy(replace(bundle, spec=spec), replace(basis, training_data=training_data, kept=kept))


def policy_of(bundle: Bundle) -> Policy:
    assert bundle.policy is not None
    return bundle.policy


def test_configured_cuts_are_taken_and_reported(fitted: tuple[Bundle, PolicyBasis]) -> None:
    made = graded(fitted, config({"cuts": [65, 55, 45]}))
    policy, grades = policy_of(made), whole(made.card).grades
    assert policy.cuts == Thresholds(65, 55, 45)
    assert (grades.thresholds, grades.found_by, grades.kept, grades.why) == ((65, 55, 45), "points", False, ANEW.why)
    assert policy.found["set_at"] == "2024-12-26T00:00:00Z"
    assert 0 < grades.share_now == grades.share_then == policy.found["a_share"] < 1
    assert not grades.drifted
    assert card_from_dict(json.loads(json.dumps(card_as_dict(made.card), allow_nan=False))) == made.card
    assert policy_from_dict(json.loads(json.dumps(policy.as_dict()))) == policy


def test_the_evaluated_leads_of_better_grades_convert_more(fitted: tuple[Bundle, PolicyBasis]) -> None:
    rows = whole(graded(fitted, config()).card).grades.evaluated
    assert [row.grade for row in rows] == ["A", "B", "C", "D"]
    assert all(row.leads >= 10 for row in (rows[0], rows[-1]))
    assert rows[0].rate.low > rows[-1].rate.high
    assert all(row.converted_leads <= row.leads for row in rows)


def test_cells_part_past_leads_into_quarters(fitted: tuple[Bundle, PolicyBasis]) -> None:
    policy = policy_of(graded(fitted, config()))
    assert policy.fit_cuts is not None
    assert policy.fit_cuts.first > policy.fit_cuts.second > policy.fit_cuts.third
    assert policy.interest_cuts is not None


def test_without_a_signal_of_an_axis_there_are_no_cuts_of_it(fitted: tuple[Bundle, PolicyBasis]) -> None:
    bundle, basis = fitted
    signals = tuple(replace(signal, axis="fit") for signal in bundle.spec.signals)
    fit_only = (replace(bundle, spec=replace(bundle.spec, signals=signals)), basis)
    policy = policy_of(graded(fit_only, config()))
    assert (policy.fit_cuts is None, policy.interest_cuts) == (False, None)
    kept = Keeping(
        Policy(Thresholds(9, 8, 7), None, Thresholds(3, 2, 1), {"by": "points", "told": "", "set_at": None} | SHARES),
        "",
    )
    again = policy_of(graded(fit_only, config(), kept))
    assert (again.cuts, again.fit_cuts, again.interest_cuts) == (Thresholds(9, 8, 7), policy.fit_cuts, None)


SHARES = {"a_share": 0.9, "a_leads": 500}


def test_capacity_is_filled_by_what_the_model_says_of_the_last_weeks(fitted: tuple[Bundle, PolicyBasis]) -> None:
    settings = config({"cut_by": "capacity", "capacity_per_week": 3, "capacity_weeks": 10})
    made = graded(fitted, settings)
    cut = policy_of(made).cuts.first
    tables = fitted[1].training_data.tables
    looks = scored(made, tables, all_looks(tables, settings.learning))
    recently = looks.looks.as_of > START + 360 * DAY - 70 * DAY
    for start, fits in ((cut, True), (cut - 1, False)):
        reached = set(looks.looks.lead[recently & (looks.score >= start)])
        new = reached - set(looks.looks.lead[~recently & (looks.score >= start)])
        assert (len(new) / 10 <= 3) == fits
    assert f"newly reached {cut} points; 3 can be handled" in whole(made.card).grades.text


def test_money_cuts_where_a_contact_pays(fitted: tuple[Bundle, PolicyBasis]) -> None:
    cheap = graded(fitted, config({"cut_by": "money", "win_value": 1000.0, "contact_cost": 0.001}))
    assert policy_of(cheap).cuts == Thresholds(2, 1, 0)
    assert "a probability of 0.0% on. That lies below the scale." in whole(cheap.card).grades.text
    assert "Every one of the recent leads is above." in whole(cheap.card).grades.text
    dear = graded(fitted, config({"cut_by": "money", "win_value": 1000.0, "contact_cost": 999.9}))
    assert policy_of(dear).cuts == Thresholds(100, 90, 80)
    assert "That lies above the scale." in whole(dear.card).grades.text


@pytest.mark.parametrize(
    ("policy", "sentence"),
    [
        ({}, "Sie stehen so in der Konfiguration."),
        (
            {"cut_by": "capacity", "capacity_per_week": 3, "capacity_weeks": 10},
            "In den letzten 10 Wochen haben je ",
        ),
        ({"cut_by": "capacity", "capacity_per_week": 3, "capacity_weeks": 1}, "In der letzten Woche haben "),
        ({"cut_by": "money", "win_value": 1000.0, "contact_cost": 0.001}, "Das liegt unterhalb der Skala. Jeder der "),
        (
            {"cut_by": "money", "win_value": 1000.0, "contact_cost": 999.9},
            " 100,0\N{NO-BREAK SPACE}% wert. Das liegt ober",
        ),
    ],
)
def test_how_thresholds_were_found_is_said_in_the_language_of_the_configuration(
    fitted: tuple[Bundle, PolicyBasis], policy: dict[str, Any], sentence: str
) -> None:
    bundle, basis = fitted
    made = graded((bundle, replace(basis, wording=wording_in("de"))), config(policy))
    assert sentence in whole(made.card).grades.text


@pytest.mark.parametrize("policy", [{}, CAPACITY, MONEY], ids=["points", "capacity", "money"])
def test_how_kept_thresholds_were_found_is_said_in_the_language_of_the_new_model(
    fitted: tuple[Bundle, PolicyBasis], policy: dict[str, Any]
) -> None:
    bundle, basis = fitted
    german = (bundle, replace(basis, wording=wording_in("de")))
    champion = policy_of(graded(fitted, config(policy)))
    kept = whole(graded(german, config(policy), Keeping(champion, "")).card).grades
    assert kept.kept
    assert kept.text == whole(graded(german, config(policy)).card).grades.text
    stored = policy_from_dict(json.loads(json.dumps(champion.as_dict())))
    assert whole(graded(german, config(policy), Keeping(stored, "")).card).grades.text == kept.text


def test_a_champion_that_kept_no_figures_keeps_its_sentence(fitted: tuple[Bundle, PolicyBasis]) -> None:
    champion = policy_of(graded(fitted, config(CAPACITY)))
    figureless = {name: value for name, value in champion.found.items() if name != "figures"}
    made = graded(fitted, config(CAPACITY), Keeping(replace(champion, found=figureless | {"told": "So."}), ""))
    assert whole(made.card).grades.text == "So."


def test_a_grade_that_no_recent_lead_has_is_reported(fitted: tuple[Bundle, PolicyBasis]) -> None:
    bundle, basis = fitted
    low = graded((replace(bundle, reference=9.0), basis), config())
    assert whole(low.card).grades.text.endswith(" None of the recent leads is above.")
    assert whole(low.card).grades.evaluated[0] == GradeRate("A", leads=0, converted_leads=0, rate=None)


def test_kept_cuts_stay_and_what_is_no_cut_is_that_of_today(fitted: tuple[Bundle, PolicyBasis]) -> None:
    found = {"by": "capacity", "told": "So.", "settings": {}, "set_at": "2020-01-01T00:00:00Z", **SHARES}
    champion = Policy(
        Thresholds(81, 71, 61), Thresholds(3, 2, 1), Thresholds(6, 5, 4), found, silent_days=9, alternative="old"
    )
    gate = {"name": "Consent", "must": 'consent = "yes"'}
    settings = config(
        {"silent_days": 12, "alternative": "new"}, gates=[gate], event_types={"demo": {"product_use": True}}
    )
    made = graded(fitted, settings, Keeping(champion, "Kept."))
    policy = policy_of(made)
    assert (policy.cuts, policy.fit_cuts, policy.interest_cuts) == (
        Thresholds(81, 71, 61),
        Thresholds(3, 2, 1),
        Thresholds(6, 5, 4),
    )
    assert policy.found == found
    assert (policy.silent_days, policy.alternative, policy.product_use) == (12, "new", ("demo",))
    assert [gate.name for gate in policy.gates] == ["Consent"]
    grades = whole(made.card).grades
    assert (grades.kept, grades.why, grades.set_at) == (True, "Kept.", "2020-01-01T00:00:00Z")
    assert (grades.share_then, grades.drifted) == (0.9, True)
    assert (whole(made.card).gates[0].leads, whole(made.card).gates[0].missing) == (700, 0)


def test_a_gate_that_would_end_every_lead_is_refused(fitted: tuple[Bundle, PolicyBasis]) -> None:
    with pytest.raises(ConfigError, match=r'^The gate "Consent" would end every lead'):
        graded(fitted, config(gates=[{"name": "Consent", "must": 'consent = "perhaps"'}]))


def test_disqualifying_by_the_score_is_measured_on_the_evaluated_leads(fitted: tuple[Bundle, PolicyBasis]) -> None:
    plain = whole(graded(fitted, config()).card).grades
    assert plain.disqualification is None
    made = graded(fitted, config({"disqualify_below": 50, "win_value": 1000.0, "contact_cost": 100.0}))
    assert policy_of(made).disqualify_below == 50
    facts, lowest = whole(made.card).grades.disqualification, plain.evaluated[-1]
    assert facts is not None
    assert (facts.below, facts.leads, facts.converted_leads) == (50, lowest.leads, lowest.converted_leads)
    _, basis = fitted
    evaluated, low = basis.evaluation.evaluation_set, low_scores(fitted, 50)
    weights, won = evaluated.weights, evaluated.converted
    assert facts.saved.value == pytest.approx(np.average(low, weights=weights))
    assert facts.wins_lost.value == pytest.approx(np.average(low[won], weights=weights[won]))
    assert facts.per_lead is not None
    worth = np.where(low, 100.0 - 1000.0 * won, 0.0)
    assert facts.per_lead.value == pytest.approx(np.average(worth, weights=weights))
    for figure in (facts.saved, facts.wins_lost, facts.per_lead):
        assert figure.value is not None
        assert figure.low is not None
        assert figure.high is not None
        assert figure.low <= figure.value <= figure.high
    assert facts.text.startswith("Leads below 50 are disqualified. Of the evaluated leads that would have saved ")
    assert "Per lead that is worth " in facts.text
    assert card_from_dict(json.loads(json.dumps(card_as_dict(made.card), allow_nan=False))) == made.card


def low_scores(fitted: tuple[Bundle, PolicyBasis], below: int) -> Any:
    bundle, basis = fitted
    return whole_scores(basis.evaluation.model.log_odds(basis.evaluation.matrix), bundle.reference) < below


def test_a_limit_that_nobody_is_below_turns_no_win_away_as_far_as_anybody_knows(
    fitted: tuple[Bundle, PolicyBasis],
) -> None:
    facts = whole(graded(fitted, config({"disqualify_below": 1})).card).grades.disqualification
    assert facts is not None
    assert (facts.leads, facts.converted_leads, facts.per_lead) == (0, 0, None)
    assert facts.wins_lost.value == 0
    assert facts.wins_lost.high is not None
    assert 0 < facts.wins_lost.high < 0.2
    assert "Per lead" not in facts.text


def test_where_thresholds_are_found_grade_c_is_never_disqualified(fitted: tuple[Bundle, PolicyBasis]) -> None:
    policy = policy_of(graded(fitted, config({**CAPACITY, "disqualify_below": 99})))
    assert policy.disqualify_below == policy.cuts.third < 99


def test_the_text_in_german(fitted: tuple[Bundle, PolicyBasis]) -> None:
    bundle, basis = fitted
    german = replace(basis, wording=wording_in("de"))
    facts = whole(graded((bundle, german), config({"disqualify_below": 50})).card).grades.disqualification
    assert facts is not None
    assert facts.text.startswith("Leads unter 50 werden disqualifiziert.")
