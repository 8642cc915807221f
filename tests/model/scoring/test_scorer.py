"""A scoring adds up, says why in plain words, and does not depend on anything it should not."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from activity import COLUMNS, TYPES, Activity, draw_activity, log_of
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.card import Card
from leadscore.model.config import ColumnSettings
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.features.spec_learning import learn_spec
from leadscore.model.learning.learner.boosting import BoostingRows, BoostingRun
from leadscore.model.learning.learner.estimator import fit
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contract import REASONS_SHOWN, Scoring
from leadscore.model.scoring.contributions.additive import sigmoid
from leadscore.model.scoring.points import score_of
from leadscore.model.scoring.scorer import Scorer
from leadscore.model.timestamps import DAY

few = settings(max_examples=10, deadline=None, derandomize=True, database=None)
seeds = st.integers(0, 2**32 - 1)
REFERENCE = -1.0


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    """A scorer with every kind of feature, learnt from made-up activity."""
    drawn = draw_activity(0, n_leads=300, n_events=6000, n_snapshots=900)
    columns = {column.name: ColumnSettings(role=column.role, known_after=column.known_after) for column in COLUMNS}
    spec = learn_spec(drawn.leads, drawn.log, drawn.snapshots, columns)
    matrix = feature_matrix(spec, drawn.leads, drawn.log, drawn.snapshots)
    rng = np.random.default_rng(0)
    pull = sum(np.nan_to_num(column - np.nanmean(column)) / (np.nanstd(column) + 1e-9) for column in matrix.T[::5])
    rows = BoostingRows(
        matrix,
        rng.random(len(matrix)) < sigmoid(REFERENCE + np.asarray(pull)),
        np.ones(len(matrix)),
        tuple(spec.categorical),
    )
    parts = np.array_split(rng.permutation(len(matrix)), 2)
    fitted = fit(rows, [(parts[0], parts[1]), (parts[1], parts[0])], spec, BoostingRun(0, 1))
    return Scorer(Bundle(spec, fitted.model, REFERENCE, {}, Card()))


def asked(seed: int, n: int = 12) -> Activity:
    """Leads, each asked about once."""
    drawn = draw_activity(seed, n_leads=n, n_events=15 * n, n_snapshots=n)
    return replace(drawn, snapshots=Snapshots(np.arange(n), drawn.snapshots.as_of))


def scored(scorer: Scorer, drawn: Activity) -> list[Scoring]:
    return scorer.score(drawn.leads, drawn.log, drawn.snapshots.as_of)


def test_reasons_and_the_rest_add_up_to_the_score(scorer: Scorer) -> None:
    for scoring in scored(scorer, asked(1, 200)):
        points = sum(reason.points for reason in scoring.reasons)
        assert scoring.start + points + scoring.other_points + scoring.beyond_scale == scoring.score
        assert 0 <= scoring.score <= 100
        axes = [score for score in (scoring.fit, scoring.interest, scoring.context) if score is not None]
        assert scoring.start + sum(score - scoring.start for score in axes) + scoring.beyond_scale == scoring.score


def test_a_signal_that_may_be_no_reason_counts_among_the_other_points(scorer: Scorer) -> None:
    spec, drawn = scorer.bundle.spec, asked(1)
    silenced = {reason.signal for scoring in scored(scorer, drawn) for reason in scoring.reasons[:1]}
    signals = tuple(replace(signal, reason=signal.label not in silenced) for signal in spec.signals)
    quiet = Scorer(replace(scorer.bundle, spec=replace(spec, signals=signals)))
    nothing = tuple(replace(signal, reason=False) for signal in spec.signals)
    silent = Scorer(replace(scorer.bundle, spec=replace(spec, signals=nothing)))
    for before, after, none in zip(scored(scorer, drawn), scored(quiet, drawn), scored(silent, drawn), strict=True):
        assert after.score == none.score == before.score
        assert not silenced & {reason.signal for reason in after.reasons}
        assert none.reasons == ()
        for scoring in (after, none):
            told = sum(reason.points for reason in scoring.reasons)
            assert scoring.start + told + scoring.other_points + scoring.beyond_scale == scoring.score


def test_the_score_is_that_of_the_probability(scorer: Scorer) -> None:
    for scoring in scored(scorer, asked(1, 200)):
        log_odds = np.log(scoring.probability / (1 - scoring.probability))
        exact = np.clip(score_of(np.array([log_odds]), REFERENCE)[0], 0, 100)
        assert scoring.score == pytest.approx(exact, abs=0.5 + 1e-6)


def test_reasons_are_the_strongest_signals_in_order(scorer: Scorer) -> None:
    scorings = scored(scorer, asked(1, 100))
    for scoring in scorings:
        strength = [abs(reason.points) for reason in scoring.reasons]
        assert strength == sorted(strength, reverse=True)
        assert 0 not in strength
        assert len({reason.signal for reason in scoring.reasons}) == len(strength) <= REASONS_SHOWN
    assert max(len(scoring.reasons) for scoring in scorings) == REASONS_SHOWN


def test_no_sentence_holds_a_feature_s_or_signal_s_raw_name(scorer: Scorer) -> None:
    spec = scorer.bundle.spec
    names = {feature.name for feature in spec.features} | {signal.name for signal in spec.signals}
    texts = [reason.text for scoring in scored(scorer, asked(1, 200)) for reason in scoring.reasons]
    assert len(set(texts)) > 50
    assert not [text for text in texts for name in names - {"activity"} if name in text]
    assert not [text for text in texts if "nan" in text or "None" in text or "  " in text]


def test_a_scoring_is_plain_json(scorer: Scorer) -> None:
    for scoring in scored(scorer, asked(2, 50)):
        plain = json.loads(json.dumps(scoring.as_dict(), allow_nan=False))
        assert plain["as_of"].endswith("Z")
        assert plain["reasons"] == [vars(reason) for reason in scoring.reasons]
        assert list(plain) == list(scoring.__dataclass_fields__)


def test_new_categories_are_warned_about_by_their_values(scorer: Scorer) -> None:
    drawn = asked(3, 3)
    industry = np.array(["Finance", "Fishing", None], dtype=object)
    leads = replace(drawn.leads, columns={**drawn.leads.columns, "industry": industry})
    scorings = scorer.score(leads, drawn.log, drawn.snapshots.as_of)
    told = ("Industry: “Fishing” is new to the model",)
    assert [scoring.warnings for scoring in scorings] == [(), told, ()]


def test_no_leads_have_no_scorings(scorer: Scorer) -> None:
    empty = LeadTable((), {}, np.zeros(0, np.int64))
    assert scorer.score(empty, EventLog.empty(0), np.zeros(0, np.int64)) == []


def test_a_lead_of_which_nothing_is_known_has_a_score(scorer: Scorer) -> None:
    leads = LeadTable(("x",), {}, np.zeros(1, np.int64))
    (scoring,) = scorer.score(leads, EventLog.empty(1), np.array([DAY]))
    assert 0 < scoring.probability < 1
    assert all("None" not in reason.text for reason in scoring.reasons)


def test_hostile_numbers_have_a_finite_score_that_adds_up(scorer: Scorer) -> None:
    drawn = asked(4, 5)
    hostile = np.array([np.inf, -np.inf, 1e300, -1e300, np.nan])
    leads = replace(drawn.leads, columns={**drawn.leads.columns, "budget": hostile, "rating": hostile[::-1]})
    events = drawn.events.assign(value=np.resize(hostile, len(drawn.events)))
    for scoring in scorer.score(leads, log_of(events, n_leads=5), drawn.snapshots.as_of):
        points = sum(reason.points for reason in scoring.reasons)
        assert scoring.start + points + scoring.other_points + scoring.beyond_scale == scoring.score
        json.dumps(scoring.as_dict(), allow_nan=False)


@few
@given(seeds)
def test_a_lead_scored_alone_has_the_scoring_it_has_among_others(scorer: Scorer, seed: int) -> None:
    drawn = asked(seed)
    together = scored(scorer, drawn)
    for lead in range(len(drawn.leads)):
        events = drawn.events[drawn.events["lead"] == lead].assign(lead=0)
        alone = scorer.score(
            drawn.leads.take(np.array([lead])), log_of(events, n_leads=1), drawn.snapshots.as_of[[lead]]
        )
        assert alone == [together[lead]]


@few
@given(seeds)
def test_the_order_of_leads_events_and_columns_has_no_effect(scorer: Scorer, seed: int) -> None:
    drawn = asked(seed)
    order = np.random.default_rng(seed).permutation(len(drawn.leads))
    events = drawn.events.assign(lead=np.argsort(order)[drawn.events["lead"]]).sample(frac=1, random_state=seed % 100)
    leads = drawn.leads.take(order)
    columns: dict[str, Any] = {"further": np.arange(len(order)), **dict(reversed([*leads.columns.items()]))}
    moved = scorer.score(
        replace(leads, columns=columns), log_of(events, n_leads=len(order)), drawn.snapshots.as_of[order]
    )
    assert moved == [scored(scorer, drawn)[lead] for lead in order]


@few
@given(seeds, st.integers(0, 400 * DAY), st.sampled_from([*TYPES, "new", None]))
def test_repeated_and_future_events_have_no_effect(scorer: Scorer, seed: int, gap: int, kind: str | None) -> None:
    drawn = asked(seed)
    future = pd.DataFrame(
        [(lead, as_of + gap, kind, 1e9, "/new") for lead, as_of in enumerate(drawn.snapshots.as_of)],
        columns=drawn.events.columns,
    )
    events = pd.concat([future, drawn.events, drawn.events.head(40)])
    assert scored(scorer, replace(drawn, events=events)) == scored(scorer, drawn)


def test_an_axis_that_no_signal_speaks_of_has_no_score(scorer: Scorer) -> None:
    spec = scorer.bundle.spec
    signals = tuple(replace(signal, axis="fit") for signal in spec.signals)
    alone = Scorer(replace(scorer.bundle, spec=replace(spec, signals=signals)))
    for scoring in scored(alone, asked(1, 20)):
        assert (scoring.interest, scoring.context) == (None, None)
        assert scoring.fit is not None
        assert scoring.fit + scoring.beyond_scale == scoring.score
        assert not {"interest", "context"} & scoring.as_dict(sparse=True).keys()
