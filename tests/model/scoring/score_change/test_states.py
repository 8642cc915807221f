"""A state is what the scorer says of the lead, in whole points and exactly."""

from dataclasses import replace

import numpy as np
import pytest
from advised import asked, learned

from leadscore.model.features.events import EventLog
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.score_change import state_of
from leadscore.model.scoring.scorer import Scorer


@pytest.mark.parametrize("seed", range(3))
def test_a_state_is_the_scoring_of_the_lead(seed: int) -> None:
    drawn, bundle = asked(seed), learned().bundle
    for lead, scoring in enumerate(Scorer(bundle).score(drawn.leads, drawn.log, drawn.snapshots.as_of)):
        one = np.array([lead])
        as_of = int(drawn.snapshots.as_of[lead])
        state = state_of(bundle, drawn.leads.take(one), drawn.log.take_leads(one), as_of)
        assert (state.score, state.start, state.beyond_scale) == (scoring.score, scoring.start, scoring.beyond_scale)
        assert {label: whole for label, whole in state.points.items() if whole} == {
            told.signal: told.points for told in scoring.signals
        }
        assert state.start + sum(state.points.values()) + state.beyond_scale == state.score
        assert all(abs(state.exact[label] - whole) <= 1 + 1e-6 for label, whole in state.points.items())


def with_one_label(bundle: Bundle) -> Bundle:
    signals = tuple(replace(signal, label="Everything") for signal in bundle.spec.signals)
    return replace(bundle, spec=replace(bundle.spec, signals=signals))


def test_signals_of_one_label_are_told_together() -> None:
    drawn, one = asked(1), np.array([0])
    leads, events, as_of = drawn.leads.take(one), drawn.log.take_leads(one), int(drawn.snapshots.as_of[0])
    apart = state_of(learned().bundle, leads, events, as_of)
    together = state_of(with_one_label(learned().bundle), leads, events, as_of)
    assert together.points == {"Everything": sum(apart.points.values())}
    assert together.exact["Everything"] == pytest.approx(sum(apart.exact.values()))


def test_facts_tell_what_is_known_apart() -> None:
    drawn, one = asked(1), np.array([1])
    leads, events, as_of = drawn.leads.take(one), drawn.log.take_leads(one), int(drawn.log.occurred_at.max()) + 1
    now, again = (state_of(learned().bundle, leads, events, as_of) for _ in range(2))
    silent = state_of(learned().bundle, leads, EventLog.empty(1), as_of)
    assert now.facts == again.facts
    assert now.facts["Budget"] == silent.facts["Budget"]
    assert now.facts["Activity overall"] != silent.facts["Activity overall"]
