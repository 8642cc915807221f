"""Champion against challenger, with models whose quality is known because it was made."""

import json
import re
from dataclasses import replace
from functools import cache
from typing import Any

import lightgbm as lgb
import numpy as np
import pandas as pd
import pytest

from leadscore.model.card import Card, plain
from leadscore.model.card.training_data import LeakFinding, ModelQuestion, SplitFacts
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.data.tables.tables import Tables
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.spec import Feature, FeatureSpec, InputColumn, Signal
from leadscore.model.learning.promotion.champion_tables import ChampionTables
from leadscore.model.learning.promotion.comparison import Candidate, compare, predict
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contributions.additive import AdditiveModel, LinearPart, sigmoid
from leadscore.model.scoring.language import english, wording_in
from leadscore.model.timestamps import DAY, iso, moment

N_LEADS = 1_000
START = moment("2025-01-01")
HORIZON_DAYS = 30
QUESTION = ModelQuestion(HORIZON_DAYS, None, ("won",))
DATA_UNTIL_DAY = N_LEADS + HORIZON_DAYS
HELD_OUT_FROM_DAY = 600
UNSEEN_FROM_DAY = HELD_OUT_FROM_DAY - HORIZON_DAYS + 1
"""The first lead whose label was not known yet when the twin was trained."""

MARGIN = 0.005

ENGLISH_WORDS = r"\b(the|of|that|leads that|than|is|was|not|log loss|better|worse|to)\b"


def day(number: int) -> str:
    return iso(START + number * DAY)


@cache
def knowing(effect: float, *, column: str = "size", seed: int = 0) -> Bundle:
    """A model that learned from other leads, where the column had this effect; 1.5 is the truth."""
    rng = np.random.default_rng(seed + 100)
    values = rng.normal(size=3_000)
    label = rng.random(len(values)) < sigmoid(effect * values - 1)
    settings = {"objective": "binary", "num_leaves": 8, "num_threads": 1, "verbose": -1}
    booster = lgb.train(settings, lgb.Dataset(values[:, None], label.astype(float)), num_boost_round=30)
    spec = FeatureSpec(
        (InputColumn(column, "numeric"),),
        (Signal(column, column, "fit"),),
        (Feature(column, column, "numeric", column),),
        dated=True,
    )
    return Bundle(spec, AdditiveModel(booster.model_to_string(), LinearPart(), 0.0), -1.0, {}, Card(), sha256="ab" * 32)


def card(*, trained_until_day: int = DATA_UNTIL_DAY, held_out_from_day: int = HELD_OUT_FROM_DAY, **more: Any) -> Card:
    split = SplitFacts(
        kind="time",
        train_until=day(held_out_from_day),
        test_from=day(held_out_from_day),
        horizon_days=HORIZON_DAYS,
        grouped=False,
    )
    known = Card(
        question=QUESTION,
        horizon_days=HORIZON_DAYS,
        trained_until=day(trained_until_day),
        split=split,
        leaks=(),
    )
    return replace(known, **more)


def candidate(shipped: Bundle, twin: Bundle | None, **facts: Any) -> Candidate:
    missing = "" if twin else "it was trained before twins were kept"
    return Candidate("3", replace(shipped, card=card(**facts)), twin, missing)


def leads() -> tuple[Tables, LabelledSnapshots]:
    """One lead a day, looked at when it came; ``size`` speaks of the outcome, ``told`` is the outcome."""
    rng = np.random.default_rng(0)
    size = rng.normal(size=N_LEADS)
    converted = rng.random(N_LEADS) < sigmoid(1.5 * size - 1)
    created = START + np.arange(N_LEADS) * DAY
    columns = {"size": size, "told": np.where(converted, 3.0, -3.0)}
    table = LeadTable(tuple(map(str, range(N_LEADS))), columns, created)
    none = pd.DataFrame({"lead": [], "occurred_at": [], "outcome": []})
    tables = Tables(table, EventLog.empty(N_LEADS), none, None, pd.DataFrame(), pd.DataFrame(), {}, int(created[-1]))
    everywhere = np.ones(N_LEADS, dtype=bool)
    return tables, LabelledSnapshots(Snapshots(np.arange(N_LEADS), created), converted, everywhere, np.zeros(N_LEADS))


TABLES, MATURED = leads()


def compared(challenger: Candidate, champion: Candidate, **given: Any) -> Any:
    all_given: dict[str, Any] = {
        "tables": TABLES,
        "matured": MATURED,
        "margin": MARGIN,
        "seed": 0,
        "wording": english(),
        **given,
    }
    found = compare(challenger, champion, **all_given)
    json.dumps(plain(found), allow_nan=False)
    assert found.sha256 == champion.shipped.sha256
    assert found.version == "3"
    return found


@pytest.mark.parametrize(
    ("challenger", "champion", "better", "meaning"),
    [
        (1.5, 0.0, True, r"\(95%: −0\.\d+ to −0\.\d+\): better than the champion"),
        (0.0, 1.5, False, r": worse by more than the margin of 0\.005\.$"),
        (1.5, 1.5, True, r"is 0\.0000 \(95%: 0\.0000 to 0\.0000\): not worse by more than the margin of 0\.005"),
        (1.3, 1.5, False, r": perhaps worse by more than the margin of 0\.005\.$"),
    ],
)
def test_the_challenger_must_not_be_worse_by_more_than_the_margin(
    challenger: float, champion: float, better: bool, meaning: str
) -> None:
    useless, baseline = knowing(-1.5), knowing(champion)
    found = compared(candidate(useless, knowing(challenger)), candidate(useless, baseline))
    assert found.better is better
    assert found.basis == "twin"
    assert found.leads == N_LEADS - UNSEEN_FROM_DAY
    assert found.converted_leads == MATURED.converted[UNSEEN_FROM_DAY:].sum()
    assert re.search(meaning, found.why)
    assert found.why.startswith(f"On 429 leads ({found.converted_leads} converted) that neither was trained on")


@pytest.mark.parametrize("margin", [0.0, 0.002, 0.005, 0.01, 0.03])
def test_the_margin_decides_by_the_upper_bound(margin: float) -> None:
    found = compared(candidate(knowing(1.5), knowing(1.3)), candidate(knowing(1.5), knowing(1.5)), margin=margin)
    assert found.margin == margin
    assert found.better is (found.difference.high <= margin)
    assert f"the margin of {margin:g}." in found.why


def test_what_the_champion_ships_is_evaluated_where_enough_leads_are_new_to_it() -> None:
    challenger = candidate(knowing(1.5), knowing(1.5))
    champion = candidate(knowing(0.0), knowing(1.5), trained_until_day=700, held_out_from_day=500)
    found = compared(challenger, champion)
    assert found.basis == "shipped"
    assert found.leads == N_LEADS - (700 - HORIZON_DAYS + 1)
    assert found.difference.high < 0  # it shipped nonsense, whatever its twin knew
    assert "minus that of version 3 is" in found.why


def test_twins_are_evaluated_where_too_few_leads_are_new_to_what_the_champion_ships() -> None:
    challenger = candidate(knowing(0.0), knowing(1.5))
    champion = candidate(knowing(0.0), knowing(1.5), trained_until_day=N_LEADS, held_out_from_day=700)
    found = compared(challenger, champion)
    assert (found.basis, found.leads) == ("twin", N_LEADS - (700 - HORIZON_DAYS + 1))
    assert found.difference.value == 0
    assert "minus that of the twin of version 3 is" in found.why


@pytest.mark.parametrize("trained_until_day", [500, DATA_UNTIL_DAY])
def test_leads_that_one_of_them_was_trained_on_have_no_say(trained_until_day: int) -> None:
    challenger = candidate(knowing(1.5), knowing(1.3))
    champion = candidate(knowing(1.5), knowing(1.5), held_out_from_day=550, trained_until_day=trained_until_day)
    turned = MATURED.converted.copy()
    turned[:UNSEEN_FROM_DAY] = ~turned[:UNSEEN_FROM_DAY]
    assert compared(challenger, champion) == compared(challenger, champion, matured=replace(MATURED, converted=turned))


@pytest.mark.parametrize(
    ("held_out_from_day", "twin", "why"),
    [
        (N_LEADS - 50, knowing(1.5), r"^\d+ leads that converted and \d+ that did not are outside .* 40 of each are"),
        (N_LEADS - 50, None, r"compare them\. Its twin cannot be used: it was trained before twins were kept\.$"),
        (HELD_OUT_FROM_DAY, None, r"^0 leads that converted and 0 that did not .* Its twin cannot be used"),
    ],
)
def test_too_few_leads_outside_both_decide_nothing(held_out_from_day: int, twin: Bundle | None, why: str) -> None:
    challenger = candidate(knowing(1.5), knowing(1.5), held_out_from_day=held_out_from_day)
    found = compared(challenger, candidate(knowing(0.0), twin))
    assert (found.better, found.difference) == (False, None)
    assert re.search(why, found.why)


def test_forty_leads_of_either_class_are_enough_and_one_less_is_not() -> None:
    won = np.flatnonzero(MATURED.converted)
    rest = np.flatnonzero(~MATURED.converted)
    for n, enough in ((40, True), (39, False)):
        few = MATURED.take(np.sort(np.concatenate([won[-n:], rest])))
        either = candidate(knowing(1.5), knowing(1.5))
        found = compared(either, either, matured=few)
        assert (found.better, found.converted_leads) == (enough, n)


@pytest.mark.parametrize("change", [{"horizon_days": 60}, {"target": "sold"}, {"converted": ("won", "renewed")}])
def test_a_champion_that_answers_another_question_is_not_compared(change: dict[str, Any]) -> None:
    champion = candidate(knowing(0.0), knowing(0.0), question=replace(QUESTION, **change))
    found = compared(candidate(knowing(1.5), knowing(1.5)), champion)
    assert (found.better, found.difference, found.basis, found.leads) == (False, None, None, 0)
    assert found.why == "The champion answers another question: horizon or target differ."


@pytest.mark.parametrize(
    "facts", [Card(), Card(question=QUESTION), Card(question=QUESTION, split=SplitFacts(kind="time"))]
)
def test_a_champion_of_which_nothing_is_known_counts_as_having_seen_every_lead(facts: Card) -> None:
    champion = Candidate("3", replace(knowing(0.0), card=facts), knowing(0.0))
    found = compared(candidate(knowing(1.5), knowing(1.5)), champion)
    assert (found.better, found.leads) == (False, 0)


def leak(*, excluded: bool) -> LeakFinding:
    return LeakFinding("told", "column", "high", (), excluded=excluded, kept=not excluded)


def test_a_champion_does_not_win_by_a_column_that_was_excluded_as_a_leak() -> None:
    cheat = candidate(knowing(1.5, column="told"), knowing(1.5, column="told"))
    hidden = compared(candidate(knowing(1.5), knowing(1.5), leaks=(leak(excluded=True),)), cheat)
    shown = compared(candidate(knowing(1.5), knowing(1.5), leaks=(leak(excluded=False),)), cheat)
    assert (hidden.better, shown.better) == (True, False)
    assert "The champion was judged without told: a leak, or not in these data" in hidden.why
    assert "judged without" not in shown.why


SIZE_ALONE = replace(TABLES, leads=replace(TABLES.leads, columns={"size": TABLES.leads.columns["size"]}))


def reading_told(*, leaks: tuple[str, ...] = ()) -> Any:
    """A champion that reads ``told`` as well, against a challenger whose configuration leaves it out."""
    champion = candidate(knowing(1.5, column="told"), knowing(1.5, column="told"))
    theirs = ChampionTables(TABLES, ("told",), leaks)
    return compared(candidate(knowing(1.5), knowing(1.5)), champion, tables=SIZE_ALONE, champion_tables=theirs)


def test_the_champion_keeps_the_columns_that_the_challengers_configuration_leaves_out() -> None:
    found = reading_told()
    assert not found.better
    assert "The champion also reads told, which this configuration leaves out." in found.why
    assert "judged without" not in found.why


def test_a_leak_found_since_is_hidden_from_a_champion_that_alone_reads_it() -> None:
    found = reading_told(leaks=("told",))
    assert found.better
    assert "The champion was judged without told" in found.why
    assert "also reads" not in found.why


NO_COLUMNS = replace(TABLES, leads=replace(TABLES.leads, columns={"size": TABLES.leads.columns["size"]}))
AS_TEXT = {**TABLES.leads.columns, "told": np.array(["much"] * N_LEADS, dtype=object)}


@pytest.mark.parametrize("tables", [NO_COLUMNS, replace(TABLES, leads=replace(TABLES.leads, columns=AS_TEXT))])
def test_a_column_that_the_champion_knew_otherwise_counts_as_unknown(tables: Tables) -> None:
    champion = candidate(knowing(1.5, column="told"), knowing(1.5, column="told"))
    found = compared(candidate(knowing(1.5), knowing(1.5)), champion, tables=tables)
    assert found.better
    assert "judged without told" in found.why
    guess = predict(champion.shipped, tables, MATURED.snapshots)
    assert len(set(guess)) == 1  # nothing is known of any lead, so all are alike


GERMAN = {
    "better": (
        candidate(knowing(1.5), knowing(1.5)),
        candidate(knowing(1.5), knowing(0.0)),
        "besser als der Champion,",
    ),
    "no worse": (candidate(knowing(1.5), knowing(1.5)), candidate(knowing(1.5), knowing(1.5)), "nicht um mehr als den"),
    "perhaps worse": (candidate(knowing(1.5), knowing(1.3)), candidate(knowing(1.5), knowing(1.5)), ": vielleicht um"),
    "worse": (candidate(knowing(1.5), knowing(0.0)), candidate(knowing(1.5), knowing(1.5)), "): um mehr als den"),
    "shipped": (
        candidate(knowing(1.5), knowing(1.5)),
        candidate(knowing(0.0), knowing(1.5), trained_until_day=700, held_out_from_day=500),
        "minus dem von Version 3 −0,",
    ),
    "without a leak": (
        candidate(knowing(1.5), knowing(1.5), leaks=(leak(excluded=True),)),
        candidate(knowing(1.5, column="told"), knowing(1.5, column="told")),
        "Ohne diese Spalten wurde der Champion beurteilt: told.",
    ),
    "too few leads": (
        candidate(knowing(1.5), knowing(1.5), held_out_from_day=N_LEADS - 50),
        candidate(knowing(0.0), None),
        "für einen Vergleich sind je 40 nötig. Der Zwilling dieser Version ist nicht verwendbar: ",
    ),
    "no twin": (candidate(knowing(1.5), None), candidate(knowing(1.5), None), "Dieses Modell hat keinen Zwilling"),
    "another question": (
        candidate(knowing(1.5), knowing(1.5)),
        candidate(knowing(1.5), knowing(1.5), question=replace(QUESTION, target="sold")),
        "Der Champion beantwortet eine andere Frage",
    ),
}


@pytest.mark.parametrize(("challenger", "champion", "part"), GERMAN.values(), ids=GERMAN)
def test_every_outcome_is_said_in_the_language_of_the_configuration(
    challenger: Candidate, champion: Candidate, part: str
) -> None:
    german = wording_in("de")
    missing = german.say("comparison.twin_not_kept")
    sides = (side if side.twin else replace(side, twin_missing=missing) for side in (challenger, champion))
    why = compared(*sides, wording=german).why
    assert part in why
    assert not re.search(ENGLISH_WORDS, why)
