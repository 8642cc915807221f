"""The verdict: what each rule asks for, that the worst one decides, and that noise is never ready."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadscore.model.card import CARD_VERSION, Card, Estimate, card_from_dict
from leadscore.model.card.verdict import Level, Verdict
from leadscore.model.config import PolicySettings
from leadscore.model.learning.evaluation import EvaluationSet, evaluate, log_loss_difference, with_evaluation
from leadscore.model.learning.promotion import RULES, VERDICTS
from leadscore.model.learning.promotion import verdict as verdict_on
from leadscore.model.learning.promotion.rules import pooled
from leadscore.model.scoring.language import Wording, english, wording_in

GERMAN = wording_in("de")

Raw = dict[str, Any]
Change = Callable[[Raw], None]


def interval(value: float, half: float) -> dict[str, float]:
    return {"value": value, "low": value - half, "high": value + half}


COUNTS = {"leads": 2000, "converted_leads": 200, "snapshots": 2000, "typical": 0.1}


def backtest_fold(auc: float = 0.71, gap: float = -0.03, half: float = 0.02) -> Raw:
    return {
        "test_from": None,
        "train_until": None,
        "training": COUNTS,
        "evaluation": COUNTS,
        "mean_prediction": 0.1,
        "roc_auc": interval(auc, half),
        "log_loss": interval(0.3, 0.01),
        "lift_at_10": interval(2.9, 0.4),
        "log_loss_difference": interval(gap, 0.01),
    }


def card_of(raw: Mapping[str, Any]) -> Card:
    return card_from_dict({"card_version": CARD_VERSION, **raw})


def verdict(raw: Mapping[str, Any], wording: Wording | None = None) -> Verdict:
    return verdict_on(card_of(raw), wording or english())


def good_card() -> Raw:
    """The card, as its file has it, of a model about which there is nothing to say."""
    return {
        "trained_until": "2024-01-01T00:00:00Z",
        "training": {"leads": 9000, "converted_leads": 900, "snapshots": 9000, "typical": 0.1},
        "evaluation": {
            "leads": 2000,
            "converted_leads": 200,
            "snapshots": 2000,
            "typical": 0.1,
            "mean_prediction": 0.103,
        },
        "split": {"kind": "time", "optimistic": False},
        "learner": {
            "best_rounds": {},
            "weights": {},
            "intercept": 0.0,
            "encoded": [],
            "few_data": None,
            "drift": {"fired": False, "z": 0.4, "shift": 0.0, "observed": 0.1, "predicted": 0.101, "leads": 1800},
        },
        "metrics": {
            "model": {
                "roc_auc": interval(0.72, 0.03),
                "lift_at_10": interval(2.9, 0.4),
                "calibration_slope": interval(0.97, 0.12),
            }
        },
        "log_loss_difference": {
            "base_rate": interval(-0.03, 0.01),
            "point_rules": interval(-0.02, 0.01),
            "naive_bayes": interval(-0.15, 0.02),
            "logistic": interval(0.001, 0.004),
            "lightgbm": interval(-0.03, 0.02),
        },
        "calibration_error": {"ece": 0.018, "floor_mean": 0.02, "floor_high": 0.028},
        "backtest": [backtest_fold(0.70), backtest_fold(0.73), backtest_fold(0.72)],
        "leaks": [],
        "checks": later_signals(interval(1.1, 0.3), interval(0.9, 0.4)),
    }


def later_signals(*slopes: Raw, reason: bool = True) -> Raw:
    """Signals of equal weight with these slopes on later leads."""
    common = {"gain": 0.0, "log_odds": 0.2, "reason": reason}
    return {"signals": [], "later": [{"signal": "Budget", "slope": slope, **common} for slope in slopes]}


def leak(**differing: Any) -> Raw:
    return {
        "signs": [],
        "name": "status",
        "kind": "column",
        "severity": "high",
        "excluded": False,
        "kept": False,
    } | differing


def put(*path: str, to: Any) -> Change:
    """A change of one place of a card; where another change took that place away, there is nothing left to change."""

    def change(card: Raw) -> None:
        place = card
        for key in path[:-1]:
            place = place[key]
            if place is None:
                return
        place[path[-1]] = to

    return change


def changed(*changes: Change) -> Raw:
    card = good_card()
    for change in changes:
        change(card)
    return card


def both(*changes: Change) -> Change:
    def change(card: Raw) -> None:
        for one in changes:
            one(card)

    return change


def levels(card: Mapping[str, Any]) -> dict[str, str]:
    return {rule.rule: rule.level for rule in verdict(card).rules}


def test_a_model_with_nothing_against_it_is_ready() -> None:
    found = verdict(good_card())
    assert found.readiness == "ready"
    assert found.headline == (
        "ready: on 2,000 leads it never saw, the best tenth converted 2.9 times as often as usual"
    )
    assert [rule.rule for rule in found.rules] == list(RULES)
    assert {rule.level for rule in found.rules} == {"pass"}
    assert found.alarms == ()


NO_RANKING = put("backtest", to=[backtest_fold(0.52, half=0.06)] * 3)
NO_GAIN = put("backtest", to=[backtest_fold(gap=-0.005)] * 3)
NOTHING_KNOWN: Raw = dict.fromkeys(("value", "low", "high"))
CASES: list[tuple[str, Level, Change]] = [
    ("signal", "fail", both(put("metrics", "model", "roc_auc", to=interval(0.52, 0.03)), NO_RANKING)),
    ("signal", "care", put("metrics", "model", "roc_auc", to=interval(0.52, 0.03))),
    ("signal", "care", put("metrics", "model", "roc_auc", to=interval(0.57, 0.03))),
    ("signal", "pass", put("metrics", "model", "roc_auc", to=interval(0.59, 0.03))),
    ("free_rivals", "fail", put("log_loss_difference", "point_rules", to=interval(0.02, 0.01))),
    ("free_rivals", "care", put("log_loss_difference", "point_rules", to=interval(0.005, 0.01))),
    ("free_rivals", "care", put("log_loss_difference", "naive_bayes", to=interval(-0.005, 0.01))),
    ("simple_rivals", "care", put("log_loss_difference", "logistic", to=interval(0.006, 0.003))),
    ("calibration", "care", put("calibration_error", "ece", to=0.04)),
    ("calibration", "fail", put("calibration_error", "ece", to=0.14)),
    ("calibration", "care", put("metrics", "model", "calibration_slope", to=interval(0.7, 0.1))),
    ("calibration", "care", put("metrics", "model", "calibration_slope", to=interval(1.4, 0.1))),
    ("calibration", "fail", put("metrics", "model", "calibration_slope", to=interval(0.3, 0.1))),
    ("calibration", "fail", put("metrics", "model", "calibration_slope", to=interval(3, 0.5))),
    ("calibration", "care", put("evaluation", "mean_prediction", to=0.125)),
    ("calibration", "care", put("evaluation", "mean_prediction", to=0.07)),
    ("calibration", "fail", put("evaluation", "mean_prediction", to=0.21)),
    ("reasons_hold", "care", put("checks", to=later_signals(interval(1.0, 0.5), interval(0.1, 0.5)))),
    ("reasons_hold", "pass", put("checks", to=later_signals(interval(1.0, 0.5), interval(0.1, 1.5)))),
    ("reasons_hold", "pass", put("checks", to=later_signals(*[interval(1.0, 0.5)] * 30, interval(0.1, 0.5)))),
    ("reasons_hold", "unchecked", put("checks", to=later_signals(interval(0.1, 0.5), reason=False))),
    ("reasons_hold", "unchecked", put("checks", to=later_signals({}))),
    ("reasons_hold", "unchecked", put("checks", to=None)),
    ("stable", "unchecked", put("backtest", to=[])),
    ("stable", "unchecked", put("backtest", to=[backtest_fold()])),
    ("stable", "care", put("backtest", to=[backtest_fold(gap=0.001), backtest_fold()])),
    ("stable", "fail", put("backtest", to=[backtest_fold(gap=0.02), backtest_fold()])),
    ("stable", "care", put("backtest", to=[backtest_fold(0.62), backtest_fold(0.74)])),
    ("stable", "pass", put("backtest", to=[backtest_fold(0.62, half=0.07), backtest_fold(0.74, half=0.07)])),
    ("leaks", "fail", put("leaks", to=[leak()])),
    ("leaks", "care", put("leaks", to=[leak(kept=True)])),
    ("leaks", "pass", put("leaks", to=[leak(excluded=True)])),
    ("leaks", "pass", put("leaks", to=[leak(severity="medium"), leak(severity="note", kind="event")])),
    ("leaks", "unchecked", put("leaks", to=None)),
    ("enough", "fail", put("evaluation", "converted_leads", to=9)),
    ("enough", "fail", put("evaluation", "converted_leads", to=1995)),
    ("enough", "care", put("evaluation", "converted_leads", to=49)),
    ("enough", "care", put("training", "converted_leads", to=99)),
    ("enough", "care", put("learner", "few_data", to="Three folds and one flavour, because there are few leads.")),
    ("split", "care", put("split", "optimistic", to=True)),
    ("split", "care", put("split", "kind", to="random")),
    ("split", "pass", put("split", "kind", to="file_order")),
    ("drift", "care", put("learner", "drift", "fired", to=True)),
    ("drift", "unchecked", put("learner", "drift", to=None)),
    ("plausible", "care", put("metrics", "model", "lift_at_10", to=interval(5.2, 0.4))),
    ("plausible", "care", put("metrics", "model", "roc_auc", to=interval(0.96, 0.01))),
    ("plausible", "unchecked", put("metrics", "model", "lift_at_10", to=NOTHING_KNOWN)),
    ("simple_rivals", "unchecked", put("log_loss_difference", "lightgbm", to=NOTHING_KNOWN)),
    ("simple_rivals", "unchecked", put("log_loss_difference", "lightgbm", to={"value": 0.01})),
    ("calibration", "unchecked", put("metrics", "model", "calibration_slope", to={"value": 0.97})),
    ("stable", "unchecked", put("backtest", to=[backtest_fold(), backtest_fold() | {"roc_auc": NOTHING_KNOWN}])),
]


@pytest.mark.parametrize(("rule", "level", "change"), CASES)
def test_one_thing_off_is_found_by_its_rule_alone_and_decides(rule: str, level: Level, change: Change) -> None:
    card = changed(change)
    found = verdict(card)
    assert levels(card) == dict.fromkeys(RULES, "pass") | {rule: level}
    assert found.readiness == VERDICTS[level]
    assert found.headline.startswith(found.readiness.replace("_", " ") + ": ")


@pytest.mark.parametrize("gap", [interval(-0.005, 0.006), dict.fromkeys(("value", "low", "high"))])
def test_without_a_certain_lead_over_the_usual_rate_there_is_no_signal(gap: dict[str, float | None]) -> None:
    found = levels(changed(put("log_loss_difference", "base_rate", to=gap), NO_GAIN))
    assert found["signal"] == "fail"
    assert found["free_rivals"] == "care"


def test_few_latest_leads_are_evaluated_together_with_those_of_earlier_backtest_folds() -> None:
    found = verdict(changed(put("log_loss_difference", "base_rate", to=interval(-0.02, 0.03))))
    (text,) = [rule.text for rule in found.rules if rule.rule == "signal"]
    assert text.startswith("All cut-offs together show that the columns predict the outcome: ROC AUC 0.72 (0.71 to")
    assert found.readiness == "usable_with_care"


def beyond_age(auc: Raw, gap: Raw) -> Raw:
    return {"roc_auc": auc, "log_loss_difference": gap}


KNOWING, IGNORANT = (
    beyond_age(interval(0.66, 0.03), interval(-0.02, 0.01)),
    beyond_age(interval(0.51, 0.03), interval(0.001, 0.01)),
)


@pytest.mark.parametrize(
    ("latest", "earlier", "level"),
    [(KNOWING, KNOWING, "pass"), (IGNORANT, KNOWING, "care"), (IGNORANT, IGNORANT, "fail"), (None, None, "pass")],
)
def test_where_ages_differ_only_what_is_known_beyond_age_is_a_signal(
    latest: Raw | None, earlier: Raw | None, level: str
) -> None:
    backtest_folds = [
        backtest_fold() | {"within_age": earlier},
        backtest_fold() | {"within_age": earlier},
        backtest_fold() | {"within_age": latest},
    ]
    card = changed(put("within_age", to=latest), put("backtest", to=backtest_folds))
    assert levels(card) == dict.fromkeys(RULES, "pass") | {"signal": level}
    (text,) = [rule.text for rule in verdict(card).rules if rule.rule == "signal"]
    assert ("among leads of one age" in text) == ("the usual rate at each age" in text) == (latest is not None)
    headline = verdict(card).headline
    assert (headline == "not ready: these columns do not predict this outcome") == (level == "fail")


def test_a_model_that_may_be_no_better_than_the_age_of_a_lead_asks_for_care() -> None:
    card = changed(put("log_loss_difference", "age_rate", to=interval(-0.004, 0.005)))
    assert levels(card) == dict.fromkeys(RULES, "pass") | {"free_rivals": "care"}
    assert "it may be no better than the usual rate at each age" in verdict(card).headline


def test_figures_are_pooled_by_the_inverse_of_their_variance() -> None:
    together = pooled([Estimate(0.7, 0.68, 0.72), Estimate(0.8, 0.76, 0.84)])
    half = (0.02**-2 + 0.04**-2) ** -0.5
    assert together.known == pytest.approx((0.72, 0.72 - half, 0.72 + half))
    assert pooled([Estimate(0.7, 0.68, 0.72), Estimate(0.8)]).value == 0.8


def test_no_signal_is_said_in_these_words() -> None:
    found = verdict(changed(put("metrics", "model", "roc_auc", to=interval(0.5, 0.03)), NO_RANKING))
    assert found.headline == "not ready: these columns do not predict this outcome"


def test_leads_that_are_ranked_well_are_not_said_to_be_unpredictable() -> None:
    """Where the rate has moved, probabilities may be no better than one rate, and the order good all the same."""
    found = verdict(changed(put("log_loss_difference", "base_rate", to=interval(-0.005, 0.01)), NO_GAIN))
    assert found.headline.startswith("not ready: its probabilities may be no better than one rate for everyone")
    assert "rank leads better than chance" in found.rules[0].text


def test_leads_drawn_at_random_are_not_called_the_latest() -> None:
    card = changed(put("split", "kind", to="random"), put("trained_until", to=None))
    drift = next(rule.text for rule in verdict(card).rules if rule.rule == "drift")
    assert drift == "The leads held out at random convert as expected: 10.0% converted, 10.1% were expected (z = 0.4)."


def test_an_error_that_is_only_just_beyond_chance_is_shown_with_the_decimals_that_decide() -> None:
    error = {"ece": 0.0284, "floor_mean": 0.02, "floor_high": 0.0276}
    found = verdict(changed(put("calibration_error", to=error)))
    told = next(rule.text for rule in found.rules if rule.rule == "calibration")
    assert "calibration error 2.84%, where true probabilities would show up to 2.76%" in told


def test_what_is_reached_is_not_named_as_missing() -> None:
    found = verdict(changed(put("learner", "few_data", to="Fewer than 300 leads had the rarer outcome.")))
    told = next(rule.text for rule in found.rules if rule.rule == "enough")
    assert found.readiness == "usable_with_care"
    assert "would be enough" not in told


def test_no_signal_comes_before_every_other_reason() -> None:
    found = verdict(
        changed(put("leaks", to=[leak()]), put("metrics", "model", "roc_auc", to=interval(0.5, 0.03)), NO_RANKING)
    )
    assert found.headline == "not ready: these columns do not predict this outcome, and 1 more reason"


def test_a_random_split_without_dates_is_not_held_against_a_file_that_has_none() -> None:
    card = changed(put("split", "kind", to="random"), put("trained_until", to=None))
    assert levels(card)["split"] == "pass"


def test_a_simple_baseline_that_was_not_computed_was_not_beaten() -> None:
    card = good_card()
    del card["log_loss_difference"]["lightgbm"]
    assert levels(card) == dict.fromkeys(RULES, "pass") | {"simple_rivals": "unchecked"}


def test_what_could_not_be_checked_counts_beside_what_asks_for_care() -> None:
    found = verdict(changed(put("learner", "drift", to=None), put("split", "optimistic", to=True)))
    assert found.headline == "usable with care: its figures are optimistic, and 1 more reason"


def test_a_baseline_that_does_not_exist_is_not_missed() -> None:
    card = good_card()
    del card["log_loss_difference"]["point_rules"]
    assert verdict(card).readiness == "ready"
    assert "point rules" not in str(verdict(card))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            put("metrics", "model", "lift_at_10", to=interval(6.13, 0.4)),
            "The best tenth converted 6.1 times as often as usual, too good to be true: "
            "look for a column that knows the outcome.",
        ),
        (
            put("metrics", "model", "roc_auc", to=interval(0.981, 0.01)),
            "ROC AUC 0.981, too good to be true: look for a column that knows the outcome.",
        ),
    ],
)
def test_figures_too_good_to_be_true_raise_an_alarm(change: Change, sentence: str) -> None:
    assert verdict(changed(change)).alarms == (sentence,)


def test_every_sentence_has_its_number_and_ends() -> None:
    for change in (put("leaks", to=[leak(excluded=True)]), *(case[2] for case in CASES)):
        for rule in verdict(changed(change)).rules:
            assert rule.text.endswith(".")
            assert rule.text[0].isupper() or rule.text[0].isdigit()
            assert not any(odd in rule.text for odd in ("None", "nan", "  ", "..", "{"))


ENGLISH_WORDS = r"\b(the|of|that|than|is|are|were|not|and|to|leads|rate|where|log loss|unknown|column|event)\b"
MORE_LEAKS = put("leaks", to=[leak(severity="medium", kind="event")] * 6)
IN_GERMAN = {
    **{f"{rule} {level} {number}": change for number, (rule, level, change) in enumerate(CASES)},
    "nothing against it": lambda card: None,
    "ranks only": both(put("log_loss_difference", "base_rate", to=interval(-0.005, 0.01)), NO_GAIN),
    "all cut-offs together": put("log_loss_difference", "base_rate", to=interval(-0.02, 0.03)),
    "beyond age": both(
        put("within_age", to={"roc_auc": interval(0.51, 0.03), "log_loss_difference": interval(0.001, 0.01)}),
        put("log_loss_difference", "age_rate", to=interval(-0.004, 0.005)),
    ),
    "more leaks than are named": MORE_LEAKS,
    "one rate for all leads": put("metrics", "model", "calibration_slope", to=NOTHING_KNOWN),
    "several things off": both(
        put("evaluation", "mean_prediction", to=0.125), put("calibration_error", "ece", to=0.04)
    ),
    "no area known": put("backtest", to=[backtest_fold() | {"roc_auc": NOTHING_KNOWN}] * 3),
    "drawn at random": both(put("split", "kind", to="random"), put("trained_until", to=None)),
    "drift in leads drawn at random": both(
        put("split", "kind", to="random"), put("trained_until", to=None), put("learner", "drift", "fired", to=True)
    ),
    "both simple baselines are better": both(
        put("log_loss_difference", "logistic", to=interval(0.006, 0.003)),
        put("log_loss_difference", "lightgbm", to=interval(0.006, 0.003)),
    ),
    "more than one reason": both(put("leaks", to=None), put("split", "optimistic", to=True)),
}


@pytest.mark.parametrize("change", IN_GERMAN.values(), ids=IN_GERMAN)
def test_a_verdict_is_said_in_the_language_of_the_configuration(change: Change) -> None:
    card = changed(change)
    if card["learner"]["few_data"]:
        card["learner"]["few_data"] = GERMAN.say("training.few_data", leads=300)
    found, in_english = verdict(card, GERMAN), verdict(card)
    texts = spoken(found)
    assert [text for text in texts if re.search(ENGLISH_WORDS, text)] == []
    assert found.readiness == in_english.readiness
    assert [(rule.rule, rule.level) for rule in found.rules] == [(rule.rule, rule.level) for rule in in_english.rules]
    assert [bool(re.search(r"\d", text)) for text in texts] == [
        bool(re.search(r"\d", text)) for text in spoken(in_english)
    ]


def spoken(found: Verdict) -> list[str]:
    return [found.headline, *found.alarms, *(rule.text for rule in found.rules)]


def test_german_sentences_read_as_german_does() -> None:
    found = verdict(good_card(), GERMAN)
    texts = {rule.rule: rule.text for rule in found.rules}
    assert found.headline == (
        "bereit: unter 2.000 Leads, die das Modell nie gesehen hat, "
        "hat das beste Zehntel 2,9-mal so oft konvertiert wie üblich"
    )
    assert texts["free_rivals"].startswith(
        "Das Modell ist besser als die übliche Rate für alle, die eigenen Punkteregeln und das naive Bayes-Modell"
    )
    assert texts["drift"] == (
        "Die neuesten Leads konvertieren wie erwartet: 10,0\N{NO-BREAK SPACE}% haben konvertiert, "
        "10,1\N{NO-BREAK SPACE}% waren erwartet (z = 0,4)."
    )
    two = verdict(changed(put("leaks", to=None), put("split", "optimistic", to=True)), GERMAN)
    assert two.headline == "mit Vorsicht nutzbar: nach Lecks wurde nicht gesucht, und 1 weiterer Grund"
    (leaks,) = [rule.text for rule in verdict(changed(MORE_LEAKS), GERMAN).rules if rule.rule == "leaks"]
    assert leaks.endswith("Ereignis `status` und 1 weitere.")


def test_a_leak_is_named() -> None:
    for which in (leak(), leak(kept=True), leak(excluded=True), leak(severity="medium")):
        text = next(rule.text for rule in verdict(changed(put("leaks", to=[which]))).rules if rule.rule == "leaks")
        assert "column `status`" in text


MORE: Mapping[tuple[str, ...], float] = {
    ("metrics", "model", "roc_auc"): -0.4,
    ("log_loss_difference", "base_rate"): 0.2,
    ("log_loss_difference", "point_rules"): 0.2,
    ("log_loss_difference", "naive_bayes"): 0.3,
    ("metrics", "model", "calibration_slope"): -1.5,
    ("calibration_error", "ece"): 0.3,
    ("evaluation", "mean_prediction"): 0.6,
    ("evaluation", "converted_leads"): -199,
    ("training", "converted_leads"): -899,
}
"""What makes each figure of the good card worse, and by how much at most."""


WRONG = st.lists(st.sampled_from([change for _, level, change in CASES if level != "pass"]), max_size=4)
"""Things that are off."""


def _worsen(card: Raw, path: tuple[str, ...], share: float) -> None:
    *folders, last = path
    place = card
    for key in folders:
        place = place[key]
    step = share * MORE[path]
    if isinstance(place[last], dict):
        place[last] = {end: None if old is None else old + step for end, old in place[last].items()}
    else:
        place[last] = type(place[last])(max(place[last] + step, 0))


READINESS = ("ready", "usable_with_care", "not_ready")


def _severity(card: Raw) -> int:
    return READINESS.index(verdict(card).readiness)


@given(WRONG, st.lists(st.tuples(st.sampled_from(list(MORE)), st.floats(0, 1)), max_size=5))
def test_a_verdict_is_that_of_its_worst_rule(
    changes: list[Change], worsenings: list[tuple[tuple[str, ...], float]]
) -> None:
    card = changed(*changes)
    for path, share in worsenings:
        _worsen(card, path, share)
    assert _severity(card) == max(READINESS.index(VERDICTS[rule.level]) for rule in verdict(card).rules)


@given(st.sampled_from(list(MORE)), st.floats(0, 1), st.floats(0, 1), WRONG)
def test_a_worse_figure_never_improves_the_verdict(
    path: tuple[str, ...], share: float, further: float, changes: list[Change]
) -> None:
    card, worse = good_card(), good_card()
    _worsen(card, path, min(share, further))
    _worsen(worse, path, max(share, further))
    for change in changes:
        change(card)
        change(worse)
    assert _severity(worse) >= _severity(card)


@given(WRONG)
def test_nothing_that_is_off_is_ever_made_good_by_something_else(changes: list[Change]) -> None:
    assert (_severity(changed(*changes)) > 0) == bool(changes)


def simulated(seed: int, *, strength: float, n: int = 2000) -> Card:
    """A card whose figures are those of simulated predictions; strength 0 is noise."""
    rng = np.random.default_rng(seed)
    backtest_folds = []
    for _ in range(3):
        z = rng.normal(0, 1, n)
        converted = rng.random(n) < 1 / (1 + np.exp(2 - strength * z))
        evaluation_set = EvaluationSet(converted, np.ones(n), np.arange(n))
        # a stack of learners that found nothing still has a little noise in its log-odds
        log_odds = -2 + strength * z + rng.normal(0, 0.05, n)
        predictions = {
            "model": 1 / (1 + np.exp(-log_odds)),
            "base_rate": np.full(n, 1 / (1 + np.exp(2))),
            "naive_bayes": 1 / (1 + np.exp(2 - 2 * strength * z - rng.normal(0, 0.5, n))),
            "logistic": 1 / (1 + np.exp(2 - strength * z - rng.normal(0, 0.3, n))),
            "lightgbm": 1 / (1 + np.exp(2 - strength * z - rng.normal(0, 0.5, n))),
        }
        gap = log_loss_difference(evaluation_set, predictions["model"], predictions["base_rate"], seed=seed)
        auc = evaluate(evaluation_set, predictions["model"], seed=seed, names=("roc_auc",))["roc_auc"]
        figures = {"roc_auc": vars(auc.estimate()), "log_loss_difference": vars(gap.estimate())}
        backtest_folds.append(backtest_fold() | figures)
    # the last cut-off is the evaluation itself
    typical, mean = float(converted.mean()), float(predictions["model"].mean())
    counts = COUNTS | {"converted_leads": int(converted.sum()), "typical": typical, "mean_prediction": mean}
    known = card_of(good_card() | {"evaluation": counts, "backtest": backtest_folds})
    return with_evaluation(known, evaluation_set, predictions, seed=seed, costs=PolicySettings())


@pytest.mark.slow
def test_noise_is_never_ready() -> None:
    decided = [verdict_on(simulated(seed, strength=0), english()) for seed in range(20)]
    assert {found.readiness for found in decided} <= {"not_ready", "usable_with_care"}
    told = [found.headline.startswith("not ready: these columns do not predict this outcome") for found in decided]
    assert sum(told) >= 18


@pytest.mark.slow
def test_true_probabilities_are_never_not_ready_and_mostly_ready() -> None:
    decided = [verdict_on(simulated(seed, strength=1), english()).readiness for seed in range(20)]
    assert "not_ready" not in decided
    assert decided.count("ready") >= 15


def test_columns_that_say_nothing_make_no_model() -> None:
    assert verdict_on(simulated(0, strength=0), english()).headline.startswith(
        "not ready: these columns do not predict"
    )
