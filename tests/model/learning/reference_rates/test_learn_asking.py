"""What is learned for advice: values that training leads had, how much an answer changes, what events are worth."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from advised import learned
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.features.events import Coded, EventLog
from leadscore.model.features.spec import EventKind, Feature, FeatureSpec, LeadKind, Signal
from leadscore.model.learning.learner.boosting import BoostingRows
from leadscore.model.learning.reference_rates.asking import Advisable, learn_asking
from leadscore.model.scoring.contributions.additive import AdditiveModel

fast = settings(max_examples=60, deadline=None, derandomize=True, database=None)
NAN = float("nan")
NO_EVENTS = EventLog.empty(0)


class Doubling(AdditiveModel):
    """Log-odds that are the sum of the cells, an unknown one counting as zero; no trees."""

    def __init__(self) -> None:
        pass

    def log_odds(self, matrix: Any, *, threads: int = 1) -> Any:
        return np.nan_to_num(matrix).sum(axis=1)


def spec_of(kind: LeadKind, levels: tuple[str, ...] = (), **tags: Any) -> FeatureSpec:
    feature = Feature("f", "s", kind, "c", levels=levels)
    return FeatureSpec((), (Signal("s", "S", "fit", **tags),), (feature,), dated=False)


def found(spec: FeatureSpec, values: list[float], weights: list[float] | None = None) -> Advisable:
    matrix = np.array(values, dtype=np.float64)[:, None]
    n = len(values)
    rows = BoostingRows(matrix, np.zeros(n, bool), np.ones(n) if weights is None else np.array(weights), ())
    return learn_asking(spec, Doubling(), rows, NO_EVENTS)


BUDGET = spec_of("numeric", bant="budget")


@pytest.mark.parametrize("tags", [{"bant": "need"}, {"actionable": True}, {"shareable": True}])
def test_values_are_kept_of_tagged_columns(tags: dict[str, Any]) -> None:
    assert [seen.position for seen in found(spec_of("numeric", **tags), [1, 2]).candidates] == [0]


def test_no_value_is_kept_of_a_column_without_a_tag() -> None:
    nothing = found(spec_of("numeric"), [1, 2])
    assert (nothing.candidates, nothing.asking, nothing.event_values) == ((), (), {})


@pytest.mark.parametrize(
    ("values", "weights", "kept", "shares"),
    [
        ([2, 1, 2, NAN], None, (1, 2), (1 / 3, 2 / 3)),
        ([2, 1, 2, NAN], [0.5, 3, 0.5, 9], (1, 2), (0.75, 0.25)),
        ([5], None, (5,), (1,)),
        ([NAN, NAN], None, (), ()),
        ([], None, (), ()),
    ],
)
def test_few_different_numbers_are_all_kept_with_their_shares(
    values: list[float], weights: list[float] | None, kept: tuple[float, ...], shares: tuple[float, ...]
) -> None:
    candidates = found(BUDGET, values, weights).candidates
    assert [seen.values for seen in candidates] == ([kept] if kept else [])
    assert [seen.shares for seen in candidates] == ([pytest.approx(shares)] if kept else [])


@fast
@given(st.lists(st.integers(-50, 1000) | st.just(None), min_size=1, max_size=300))
def test_numbers_kept_are_training_values_in_order_whose_shares_sum_to_one(given_values: list[int | None]) -> None:
    values = [NAN if value is None else float(value) for value in given_values]
    for seen in found(BUDGET, values).candidates:
        assert set(seen.values) <= set(values)
        assert list(seen.values) == sorted(set(seen.values))
        assert len(seen.values) <= 20
        assert sum(seen.shares) == pytest.approx(1)


def test_many_different_numbers_are_reported_by_values_at_even_ranks() -> None:
    (seen,) = found(BUDGET, [float(value) for value in range(1000)]).candidates
    assert seen.values == tuple(range(24, 1000, 50))
    assert seen.shares == pytest.approx([0.05] * 20)


def test_codes_are_kept_the_most_frequent_first_that_of_other_values_too() -> None:
    spec = spec_of("category", ("a", "b"), bant="need")
    (seen,) = found(spec, [1, 1, 1, 2, 2, 0, NAN]).candidates
    assert seen.values == (1, 2, 0)
    assert seen.shares == pytest.approx((3 / 6, 2 / 6, 1 / 6))


def test_asking_is_the_mean_absolute_change_of_the_score_over_rows_and_values() -> None:
    (ask,) = found(BUDGET, [-1, 3, NAN, 3]).asking  # against zero where unknown: 1 and 3, twice as often
    assert ask.points == pytest.approx(10 / np.log(2) * (1 + 3 + 3) / 3)


def test_what_tells_most_is_asked_first_and_only_tags_of_the_four_are_asked_for() -> None:
    names = {"little": "need", "much": "budget", "untold": None}
    signals = tuple(Signal(name, name, "fit", bant=bant, actionable=True) for name, bant in names.items())  # type: ignore[arg-type]
    spec = FeatureSpec((), signals, tuple(Feature(n, n, "numeric", n) for n in names), dated=False)
    rows = BoostingRows(np.array([[1.0, 100.0, 50.0], [2.0, 300.0, 60.0]]), np.zeros(2, bool), np.ones(2), ())
    learnt = learn_asking(spec, Doubling(), rows, NO_EVENTS)
    assert [ask.position for ask in learnt.asking] == [1, 0]
    assert [seen.position for seen in learnt.candidates] == [0, 1, 2]


def log_of(*events: tuple[str, float]) -> EventLog:
    levels = ("call", "demo", "mail")
    types = Coded(np.array([levels.index(kind) for kind, _ in events], dtype=np.int32), levels)
    n = len(events)
    return EventLog(np.array([0, n]), np.arange(n), types, np.array([value for _, value in events]))


def events_spec(**kinds: EventKind) -> FeatureSpec:
    signals = tuple(Signal(f"event.{kind}", kind, "interest", actionable=kind != "mail") for kind in kinds)
    features = tuple(Feature(kind, f"event.{kind}", how, kind) for kind, how in kinds.items())
    return FeatureSpec((), signals, features, True, True, tuple(kinds))


def test_an_event_is_worth_its_median_where_values_are_summed_and_people_can_bring_it_about() -> None:
    log = log_of(("demo", 1), ("demo", 5), ("demo", 100), ("demo", NAN), ("demo", np.inf), ("call", 7), ("mail", 9))
    rows = BoostingRows(np.zeros((0, 3)), np.zeros(0, bool), np.zeros(0), ())
    spec = events_spec(demo="value_sum", call="count", mail="value_sum")
    assert learn_asking(spec, Doubling(), rows, log).event_values == {"demo": 5.0}
    unseen = replace(spec, features=(Feature("x", "event.demo", "value_sum", "gone"),), signals=spec.signals[:1])
    assert learn_asking(unseen, Doubling(), rows, log).event_values == {}


def test_the_same_rows_teach_the_same_to_the_last_bit() -> None:
    bundle, rows = learned().bundle, learned().rows
    assert learn_asking(bundle.spec, bundle.model, rows, NO_EVENTS) == learn_asking(
        bundle.spec, bundle.model, rows, NO_EVENTS
    )
