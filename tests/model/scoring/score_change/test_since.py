"""Why a score moved since a score file was written: by the model of that time, whichever scores leads now."""

from dataclasses import replace

import numpy as np
import pytest
from advised import asked, learned
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.errors import DataError
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contract import ModelIdentity
from leadscore.model.scoring.language import english
from leadscore.model.scoring.points import score_of
from leadscore.model.scoring.score_change import ScoreChange, ScoredBefore, Today, score_change_since
from leadscore.model.scoring.scorer import Scorer
from leadscore.model.timestamps import DAY

few = settings(max_examples=15, deadline=None, derandomize=True, database=None)


def no_other(before: ScoredBefore) -> Bundle:
    """The model of an earlier scoring, where today's is the only one."""
    raise AssertionError(before)


def scored(bundle: Bundle, leads: LeadTable, events: EventLog, as_of: int, *, version: str = "1") -> ScoredBefore:
    """What a score file would hold of a lead."""
    (scoring,) = Scorer(bundle).score(leads, events, np.array([as_of]))
    return ScoredBefore(
        lead_id=scoring.lead_id,
        as_of=scoring.as_of,
        score=scoring.score,
        start=scoring.start,
        beyond_scale=scoring.beyond_scale,
        signals=scoring.signals,
        model=ModelIdentity("leadscore", version, bundle.sha256),
    )


def today_of(bundle: Bundle, seed: int, lead: int = 1) -> Today:
    drawn, one = asked(seed), np.array([lead])
    last = int(drawn.log.occurred_at.max()) + 1
    return Today(bundle, "2", drawn.leads.take(one), drawn.log.take_leads(one), last)


def scored_start(bundle: Bundle) -> int:
    """Where every lead starts by this model."""
    return int(np.rint(score_of(np.array([bundle.model.expected]), bundle.reference))[0])


def told(moved: ScoreChange) -> str:
    return " | ".join(part.what for part in moved.parts)


def known_by(today: Today, moment: int) -> EventLog:
    """The events that a file of that moment knew: each of them, as they come in order."""
    rows = slice(0, int((today.events.occurred_at < moment).sum()))
    attributes = {name: coded.take(rows) for name, coded in today.events.attributes.items()}
    return EventLog(
        np.array([0, rows.stop]),
        today.events.occurred_at[rows],
        today.events.type.take(rows),
        today.events.value[rows],
        attributes,
    )


@few
@given(st.integers(0, 2**32 - 1), st.integers(0, 60), st.booleans())
def test_by_one_model_the_parts_sum_to_the_difference(seed: int, days: int, corrected: bool) -> None:
    today = today_of(learned().bundle, seed)
    then = today.as_of - days * DAY
    before = scored(today.bundle, today.leads, known_by(today, then), then)
    if corrected:
        columns = {**today.leads.columns, "budget": np.array([400.0])}
        today = replace(today, leads=replace(today.leads, columns=columns))
    moved = score_change_since(before, today, no_other, english())
    now = scored(today.bundle, today.leads, today.events, today.as_of)
    assert (moved.before, moved.after) == (before.score, now.score)
    assert moved.before + sum(part.points for part in moved.parts) == moved.after
    assert "new model" not in told(moved)
    assert corrected or "corrected or added" not in told(moved)
    assert days or not ("went by" in told(moved) or "activity" in told(moved))


def test_the_same_facts_at_the_same_moment_have_not_moved() -> None:
    today = today_of(learned().bundle, 5)
    before = scored(today.bundle, today.leads, today.events, today.as_of)
    assert score_change_since(before, today, no_other, english()).parts == ()


def test_an_event_that_came_in_late_is_a_correction_and_one_since_is_new() -> None:
    today = today_of(learned().bundle, 8)
    then = int(today.events.occurred_at[-2]) + 1
    nothing = EventLog.empty(1)
    before = scored(today.bundle, today.leads, nothing, then)
    moved = score_change_since(before, today, no_other, english())
    assert "corrected or added since" in told(moved)
    on_time = score_change_since(
        scored(today.bundle, today.leads, known_by(today, then), then), today, no_other, english()
    )
    assert "corrected or added since" not in told(on_time)
    assert "new activity" in told(on_time)


def test_a_model_without_dates_knows_corrections_only() -> None:
    today = today_of(learned().bundle, 5)
    before = replace(scored(today.bundle, today.leads, today.events, today.as_of), as_of=None)
    assert score_change_since(before, today, no_other, english()).parts == ()


def test_a_column_that_is_gone_by_now_is_not_known() -> None:
    today = today_of(learned().bundle, 5, lead=2)
    before = scored(today.bundle, today.leads, today.events, today.as_of)
    columns = {name: values for name, values in today.leads.columns.items() if name != "industry"}
    as_text = columns | {"budget": np.array(["5"], dtype=object)}
    moved = score_change_since(before, replace(today, leads=replace(today.leads, columns=as_text)), no_other, english())
    assert moved.before + sum(part.points for part in moved.parts) == moved.after


def test_an_earlier_scoring_from_later_on_is_refused() -> None:
    today = today_of(learned().bundle, 5)
    before = scored(today.bundle, today.leads, today.events, today.as_of + 1)
    with pytest.raises(DataError, match=r"^The score file tells of a later moment") as refused:
        score_change_since(before, today, no_other, english())
    assert "--as-of" in refused.value.remedy


def test_a_new_model_is_one_part_found_with_the_model_of_that_time() -> None:
    earlier = learned().bundle
    model = replace(earlier.model, intercept=earlier.model.intercept + 0.7)
    later = replace(earlier, reference=-0.4, model=model, sha256="ab" * 32)
    today = today_of(later, 5)
    then = today.as_of - 20 * DAY
    before = scored(earlier, today.leads, known_by(today, then), then)
    moved = score_change_since(before, today, lambda _: earlier, english())
    assert moved.after == scored(later, today.leads, today.events, today.as_of).score
    assert moved.before + sum(part.points for part in moved.parts) == moved.after
    (part,) = (part for part in moved.parts if part.what.startswith("A new model: version 2 instead of 1"))
    by_earlier = scored(earlier, today.leads, today.events, today.as_of).score
    assert part.points == moved.after - by_earlier
    assert part.what.endswith(f"; every lead starts at {scored_start(later)} now, not at {before.start}")


def test_a_recentring_is_part_of_the_new_model_and_no_fact() -> None:
    earlier = learned().bundle
    centre = tuple(0.3 for _ in earlier.spec.features)
    later = replace(earlier, model=replace(earlier.model, centre=centre), sha256="cd" * 32)
    today = today_of(later, 5)
    before = scored(earlier, today.leads, today.events, today.as_of)
    (part,) = score_change_since(before, today, lambda _: earlier, english()).parts
    assert part.points == 0
    assert part.what == (
        f"A new model: version 2 instead of 1; every lead starts at {scored_start(later)} now, not at {before.start}"
    )


def test_a_new_model_with_the_same_start_says_nothing_of_it() -> None:
    earlier = learned().bundle
    later = replace(earlier, sha256="cd" * 32)
    today = today_of(later, 5)
    before = scored(earlier, today.leads, today.events, today.as_of)
    (part,) = score_change_since(before, today, lambda _: earlier, english()).parts
    assert part.what == "A new model: version 2 instead of 1"
