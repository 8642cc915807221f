"""Warnings about the input: values and events that the model cannot tell apart."""

import numpy as np
import pytest
from numpy.typing import NDArray

from leadscore.model.features.events import Coded, EventLog, EventRows
from leadscore.model.features.leads import LeadTable
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.scoring.warnings import warnings_of

SPEC = FeatureSpec((), (), (), dated=True, has_events=True, event_types=("call", "demo"))
LEADS = LeadTable(("a", "b", "c"), {}, np.zeros(3, np.int64))
AS_OF = np.full(3, 100)
STRANGE = ("events: a type among them is rare or new to the model and counts overall only",)


def log_of(lead: list[int], at: list[int], kinds: list[str | None]) -> EventLog:
    rows = EventRows(np.array(at), Coded.of(np.array(kinds, dtype=object)), np.full(len(at), np.nan))
    return EventLog.build(np.array(lead), rows, n_leads=3)


@pytest.mark.parametrize(
    ("kinds", "at", "warned"),
    [
        (["demo", "call", "demo"], [1, 2, 3], []),
        (["demo", "demo-request", "call"], [1, 2, 3], [1]),
        (["fax", "demo", "fax"], [1, 2, 3], [0, 2]),
        (["fax", "demo", None], [100, 2, 3], []),
    ],
    ids=["all known", "one misspelled", "two new", "new only at the moment itself"],
)
def test_a_lead_with_a_strange_event_before_the_moment_is_warned_about(
    kinds: list[str | None], at: list[int], warned: list[int]
) -> None:
    found = warnings_of(SPEC, LEADS, log_of([0, 1, 2], at, kinds), AS_OF)
    assert [index for index, texts in enumerate(found) if texts == STRANGE] == warned
    assert all(texts in ((), STRANGE) for texts in found)


def test_a_model_without_events_warns_about_none() -> None:
    spec = FeatureSpec((), (), (), dated=False)
    moments: NDArray[np.int64] = np.zeros(3, np.int64)
    assert warnings_of(spec, LEADS, log_of([0], [-1], ["fax"]), moments) == [(), (), ()]
