"""Every sign, by a column made to show it, and columns that are like it and honest."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from suspect_tables import (
    CONVERTED,
    CREATED,
    HONEST,
    NOISE,
    RANDOM,
    STRONG,
    UNTIL,
    WON_AT,
    N,
    configured,
    dated,
    flat,
    text,
)

from leadscore.model.card import plain
from leadscore.model.data.leakage import Leak, leaks, without_leaks
from leadscore.model.data.leakage.leak import severity_of
from leadscore.model.features.events import Coded, EventLog, EventRows
from leadscore.model.timestamps import DAY, NEVER

FIFTH = NOISE < 0.2


def among_honest(name: str, values: Any, **settings: Any) -> list[Leak]:
    columns = {**HONEST, name: values}
    return list(leaks(dated(columns), configured(columns, **{name: settings})))


def signs(found: list[Leak], name: str) -> set[str]:
    return {sign.sign for leak in found if leak.name == name for sign in leak.signs}


def test_honest_columns_are_not_accused() -> None:
    assert leaks(dated(HONEST), configured(HONEST)) == ()
    assert leaks(flat(HONEST), configured(HONEST, learning={"split": "random"})) == ()


HIGH: dict[str, tuple[str, Any, dict[str, Any], set[str]]] = {
    "stronger than all others, and named like what follows a call": (
        *("call_duration", STRONG, {}),
        {"predicts_alone", "name"},
    ),
    "the outcome under another name": (
        *("bonus", text("yes", CONVERTED), {}),
        {"same_as_outcome", "filled_for_one_outcome", "certain_value", "predicts_alone"},
    ),
    "filled for a tenth of those that converted": (
        *("stock", text(RANDOM.integers(0, 2, N), CONVERTED & (NOISE < 0.1)), {}),
        {"filled_for_one_outcome", "certain_value"},
    ),
    "often empty for those that converted": (
        *("phone", text(RANDOM.integers(0, 9, N), np.where(CONVERTED, NOISE < 0.2, NOISE < 0.85)), {}),
        {"presence_follows_outcome", "predicts_alone"},
    ),
    "empty for all that converted": (
        *("lost_to", text(RANDOM.integers(0, 9, N), ~CONVERTED & (NOISE < 0.3)), {}),
        {"filled_for_one_outcome", "name"},
    ),
    "numbers changed for those that converted": (
        *("paid", np.where(CONVERTED & FIFTH, 100 + NOISE, 0.0), {}),
        {"filled_for_one_outcome", "certain_value"},
    ),
    "ids given to those that converted": (
        *("member", text([f"M{n:05}" for n in range(N)], CONVERTED), {"role": "id_like"}),
        {"filled_for_one_outcome", "same_as_outcome", "predicts_alone"},
    ),
    "dated when the lead ended": (
        *("signed_on", np.where(NOISE < 0.8, WON_AT // DAY * DAY, NEVER), {"role": "date"}),
        {"dated_after_outcome"},
    ),
    "dated three days after the end": (
        *("updated", WON_AT + 3 * DAY, {"role": "date"}),
        {"dated_after_outcome"},
    ),
    "rewritten after the data end, and named so": (
        *("last_activity", np.where(NOISE < 0.5 + 0.5 * CONVERTED, UNTIL + 9 * DAY, NEVER), {"role": "date"}),
        {"dated_after_data", "name"},
    ),
    "ids in order of the outcome, and named after contact": (
        *("invoice_no", np.argsort(np.argsort(CONVERTED + 0.9 * NOISE)).astype(float), {}),
        {"ordered_id", "name"},
    ),
}


@pytest.mark.parametrize("case", HIGH)
def test_two_independent_signs_or_a_proving_date_exclude_a_column(case: str) -> None:
    name, values, settings, expected = HIGH[case]
    found = among_honest(name, values, **settings)
    assert [(leak.name, leak.severity, leak.excluded) for leak in found] == [(name, "high", True)]
    assert expected <= signs(found, name)


MEDIUM: dict[str, tuple[str, Any, dict[str, Any], str]] = {
    "stronger than all others": ("pages", STRONG, {}, "predicts_alone"),
    "named after contact and worth something": ("stage", HONEST["visits"], {}, "name"),
    "a rare value that converts": (
        *("source_2", text(np.where(CONVERTED & (NOISE < 0.1), "vip", RANDOM.integers(0, 4, N)), True), {}),
        "certain_value",
    ),
    "a plan for after the outcome": (
        *("start_on", CREATED + (NOISE * 400 * DAY).astype(np.int64), {"role": "date"}),
        "dated_after_creation",
    ),
    "ids in order of the outcome": (
        *("ticket", text([f"T-{n:06}" for n in np.argsort(np.argsort(0.4 * CONVERTED + NOISE))], True), {}),
        "ordered_id",
    ),
}


@pytest.mark.parametrize("case", MEDIUM)
def test_one_sign_is_a_question_and_excludes_nothing(case: str) -> None:
    name, values, settings, expected = MEDIUM[case]
    found = among_honest(name, values, **settings)
    assert [(leak.name, leak.severity, leak.excluded) for leak in found] == [(name, "medium", False)]
    assert expected in signs(found, name)


INNOCENT: dict[str, tuple[str, Any, dict[str, Any]]] = {
    "filled at times": ("fax", text("x", FIFTH), {}),
    "an address": ("mail", text([f"{n}@x.org" for n in range(N)], NOISE < 0.9), {"role": "email"}),
    "a date of before": ("founded", CREATED - 900 * DAY, {"role": "date"}),
    "a date of the same day": ("entered", CREATED // DAY * DAY, {"role": "date"}),
    "a date that is known only later": ("seen", CREATED + 5 * DAY, {"role": "date", "known_after": 5}),
    "ids in order of creation": ("number", text(range(N), True), {"role": "id_like"}),
    "ids in no order": ("badge_number", RANDOM.permutation(N).astype(float), {}),
    "named after contact and worth nothing": ("stage", NOISE, {}),
    "an honest status": ("marital_status", text(RANDOM.random(N) < 0.3 + 0.3 * CONVERTED, True), {}),
    "a value that few leads share": ("city", text(np.where(np.cumsum(CONVERTED) % 60 == 0, "x", "y"), True), {}),
    "never filled": ("empty", np.full(N, np.nan), {}),
    "always the same": ("constant", text("x", True), {}),
    "a value of its own for each": ("code", text([f"{n:x}" for n in RANDOM.permutation(N)], True), {}),
}


@pytest.mark.parametrize("case", INNOCENT)
def test_columns_that_look_like_leaks_and_are_none_are_not_accused(case: str) -> None:
    name, values, settings = INNOCENT[case]
    assert among_honest(name, values, **settings) == []


def test_a_column_hidden_until_a_date_after_the_outcome_cannot_leak() -> None:
    columns = {**HONEST, "plan": text("gold", CONVERTED), "signed_on": np.where(CONVERTED, WON_AT, NEVER)}
    settings = {"signed_on": {"role": "date"}, "plan": {"known_after": "signed_on"}}
    found = leaks(dated(columns), configured(columns, **settings))
    assert [(leak.name, leak.severity) for leak in found] == [("signed_on", "high")]


def test_leaks_do_not_hide_one_another() -> None:
    columns = {**HONEST, "call_duration": STRONG, "talk_time": STRONG + 0.1 * NOISE, "bonus": text("y", CONVERTED)}
    found = leaks(dated(columns), configured(columns))
    assert {leak.name for leak in found if leak.excluded} == {"call_duration", "talk_time", "bonus"}


def test_without_three_other_columns_a_strong_one_is_accused_only_if_it_is_too_good() -> None:
    for values, accused in ((STRONG, False), (STRONG + 0.3 * CONVERTED, True)):
        columns = {"pages": values, "age": HONEST["age"]}
        found = leaks(dated(columns), configured(columns))
        assert ("predicts_alone" in signs(list(found), "pages")) == accused


def test_young_leads_that_have_not_converted_yet_count_neither_way() -> None:
    young = CREATED.max() - 20 * DAY < CREATED
    columns = {**HONEST, "cohort": text(np.where(young, "new", "old"), True)}
    outcomes = dated(columns).outcomes
    early = outcomes[~young[outcomes["lead"]]].reset_index(drop=True)
    tables = replace(dated(columns), outcomes=early, data_until=int(CREATED.max()) + DAY)
    assert leaks(tables, configured(columns)) == ()


def test_a_column_that_is_kept_is_reported_and_never_excluded() -> None:
    columns = {**HONEST, "call_duration": STRONG}
    config = configured(columns, call_duration={"keep": True})
    (leak,) = leaks(dated(columns), config)
    assert (leak.severity, leak.kept, leak.excluded) == ("high", True, False)
    assert without_leaks(config, (leak,)) == config


def test_an_ignored_column_is_not_looked_at() -> None:
    columns = {**HONEST, "bonus": text("yes", CONVERTED)}
    assert leaks(dated(columns), configured(columns, bonus={"ignore": True})) == ()


def test_columns_that_tell_the_time_are_a_question_wherever_rows_have_an_order() -> None:
    late = np.arange(N) > 0.7 * N
    columns = {**HONEST, "rate": np.where(late, 4.0, 1.0) + NOISE, "month": text(np.arange(N) // 200, True)}
    for tables, learning in ((dated(columns), None), (flat(columns), {"split": "file_order"})):
        found = leaks(tables, configured(columns, learning=learning))
        assert {(leak.name, leak.severity) for leak in found} == {("rate", "medium"), ("month", "medium")}
        assert signs(list(found), "rate") == {"time_proxy"}
    assert leaks(flat(columns), configured(columns, learning={"split": "random"})) == ()


def test_what_tells_the_time_never_counts_towards_high() -> None:
    late = np.arange(N) > 0.7 * N
    columns = {**HONEST, "stage": np.where(late, 4.0, 1.0) + HONEST["visits"]}
    (leak,) = leaks(flat(columns), configured(columns, learning={"split": "file_order"}))
    assert ({sign.sign for sign in leak.signs}, leak.severity) == ({"time_proxy", "name"}, "medium")
    assert severity_of(leak.signs) == "medium"


def test_a_type_of_event_that_comes_with_the_outcome_is_a_note() -> None:
    winners = np.flatnonzero(CONVERTED)
    lead = np.concatenate([np.arange(N), winners])
    moments = np.concatenate([CREATED + DAY, WON_AT[winners] - 1_000])
    kinds = np.repeat(np.array(["visit", "contract"], dtype=object), [N, len(winners)])
    events = EventLog.build(lead, EventRows(moments, Coded.of(kinds), np.full(len(lead), np.nan)), n_leads=N)
    (leak,) = leaks(dated({}, events), configured({}))
    assert plain(leak.finding()) == {
        "name": "contract",
        "kind": "event",
        "severity": "note",
        "signs": [
            {
                "sign": "happens_with_outcome",
                "evidence": f"{len(winners)} of {len(winners)} happen within a minute of the outcome or after it, "
                "too late to be of use.",
            }
        ],
        "excluded": False,
        "kept": False,
    }


@pytest.mark.parametrize("winners", [0, 9])
def test_with_fewer_than_ten_leads_of_an_outcome_columns_show_nothing(winners: int) -> None:
    converted = np.arange(N) < winners
    columns = {**HONEST, "bonus": text("yes", converted)}
    assert leaks(flat(columns, converted), configured(columns, learning={"split": "random"})) == ()


def test_a_value_is_named_only_if_ten_leads_share_it() -> None:
    values = text(np.where(CONVERTED & (NOISE < 0.1), "Ada Example", "none"), True)
    (leak,) = among_honest("person", values)
    assert any("'Ada Example'" in sign.evidence for sign in leak.signs)
    nine = text("Ada Example", np.isin(np.arange(N), np.flatnonzero(CONVERTED)[:9]))
    found = leaks(flat({"person": nine}), configured({"person": nine}, learning={"split": "random"}))
    assert signs(list(found), "person") == {"certain_value"}
    assert "Ada" not in str(found)


def test_the_same_data_give_the_same_report_whatever_the_number_of_threads() -> None:
    columns = {**HONEST, "call_duration": STRONG}
    config = configured(columns)
    threads = config.model_copy(update={"learning": config.learning.model_copy(update={"threads": 2})})
    assert leaks(dated(columns), config) == leaks(dated(columns), threads)


@pytest.mark.slow
def test_a_shuffled_outcome_leaves_no_high_leak() -> None:
    columns = {**HONEST, "call_duration": STRONG, "bonus": text("yes", CONVERTED), "fax": text("x", FIFTH)}
    config = configured(columns, learning={"split": "random"})
    assert [leak.name for leak in leaks(flat(columns), config) if leak.excluded] == ["call_duration", "bonus"]
    for seed in range(20):
        shuffled = np.random.default_rng(seed).permutation(CONVERTED)
        assert [leak for leak in leaks(flat(columns, shuffled), config) if leak.severity == "high"] == []
