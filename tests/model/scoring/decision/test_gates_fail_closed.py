"""A never-gate fails closed: what it looks at is read as in training, or nobody says that it does not apply."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from leadscore.model.arrays import Mask
from leadscore.model.expressions.parsing import parse
from leadscore.model.features.column_facts import learn_facts
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.spec import FeatureSpec, InputColumn
from leadscore.model.scoring.decision import Gate
from leadscore.model.scoring.decision.policy import NONE, gate_outcome

EXCLUDED, PASSED, DOUBTFUL = "excluded", "passed", "doubtful"


def texts(*values: str | None) -> NDArray[Any]:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


TRUTHS = texts(*["true"] * 20, *["false"] * 80)
KINDS = texts(*["Customer"] * 30, *["Competitor"] * 30, *["Student"] * 40)
SPARSE = texts(*["true"] * 20, *[None] * 80)
CITIES = texts(*(f"City {number % 40}" for number in range(200)))


def outcome(
    condition: str,
    value: str | None,
    trained: NDArray[Any] | None,
    *,
    kind: Any = "never",
    unread: dict[str, Mask] | None = None,
) -> str:
    facts = None if trained is None else learn_facts(trained)
    columns = (InputColumn("optout", "category", facts=facts), InputColumn("size", "numeric"))
    spec = FeatureSpec(columns, (), (), dated=False)
    leads = LeadTable(("a",), {"optout": texts(value), "size": np.array([7.0])}, None, unread or {})
    found = gate_outcome(
        (Gate("G", kind, parse(condition)),), spec, leads, Snapshots(np.zeros(1, int), np.zeros(1, int))
    )
    if found.deciding[0] != NONE:
        return EXCLUDED
    return DOUBTFUL if found.missing[0] else PASSED


@pytest.mark.parametrize("word", ["true", "Yes", "YES ", "1", "1.0", "WAHR", "Ja", "j", "oui", "Sí", "on"])
def test_truth_is_one_thing_in_every_language(word: str) -> None:
    for condition in ("optout = true", 'optout = "yes"', 'optout in ("ja", "wahr")'):
        assert outcome(condition, word, TRUTHS) == EXCLUDED


@pytest.mark.parametrize("word", ["false", "No", "0", "0.0", "FALSCH", "nein", "off", "Não"])
def test_and_so_is_its_opposite(word: str) -> None:
    assert outcome("optout = true", word, TRUTHS) == PASSED
    assert outcome("optout = false", word, TRUTHS) == EXCLUDED


@pytest.mark.parametrize(
    ("value", "trained", "condition", "expected"),
    [
        ("perhaps", TRUTHS, "optout = true", DOUBTFUL),
        (None, TRUTHS, "optout = true", DOUBTFUL),
        (None, SPARSE, "optout = true", PASSED),
        ("perhaps", SPARSE, "optout = true", DOUBTFUL),
        ("competitor ", KINDS, 'optout = "Competitor"', EXCLUDED),
        ("COMPETITOR", KINDS, 'optout != "Customer"', EXCLUDED),
        ("Rival", KINDS, 'optout = "Competitor"', DOUBTFUL),
        ("Rival", KINDS, 'optout = "Rival"', EXCLUDED),
        (None, KINDS, 'optout = "Competitor"', DOUBTFUL),
        ("Atlantis", CITIES, 'optout = "City 7"', PASSED),
        ("Atlantis", KINDS, 'optout contains "ant"', EXCLUDED),
        ("Rival", KINDS, 'optout contains "ant"', PASSED),
        ("perhaps", None, "optout = true", PASSED),
        (None, None, "optout = true", PASSED),
        (None, TRUTHS, "optout is missing", EXCLUDED),
        ("perhaps", TRUTHS, "optout = true and size > 10", PASSED),
        ("perhaps", TRUTHS, "optout = true and size < 10", DOUBTFUL),
        ("perhaps", TRUTHS, "optout = true or size < 10", EXCLUDED),
        ("perhaps", TRUTHS, "not (optout = false)", DOUBTFUL),
    ],
)
def test_what_cannot_be_read_as_in_training_is_found_out_first(
    value: str | None, trained: NDArray[Any] | None, condition: str, expected: str
) -> None:
    assert outcome(condition, value, trained) == expected


def test_a_value_that_was_not_given_at_all_is_never_one_that_may_be_missing() -> None:
    assert outcome("optout = true", None, SPARSE, unread={"optout": np.array([True])}) == DOUBTFUL
    assert outcome("optout = true", None, SPARSE, unread={"optout": np.array([False])}) == PASSED


@pytest.mark.parametrize(
    ("value", "expected"), [("Ja", PASSED), ("no", EXCLUDED), ("perhaps", DOUBTFUL), (None, DOUBTFUL)]
)
def test_a_must_gate_asks_for_what_it_cannot_read(value: str | None, expected: str) -> None:
    assert outcome("optout = true", value, TRUTHS, kind="must") == expected
