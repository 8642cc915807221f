"""What gates say of past leads: a gate that stops nobody is reported, one that stops everybody is refused."""

from typing import Any

import numpy as np
import pytest
from flat_leads import config_of, flat, texts

from leadscore.model.config import Config
from leadscore.model.errors import ConfigError
from leadscore.model.expressions.parsing import parse
from leadscore.model.learning.thresholds import gate_results
from leadscore.model.learning.thresholds.keeping import policy_gates
from leadscore.model.scoring.decision import Gate
from leadscore.model.scoring.language import english, wording_in

LEADS = flat({"country": texts(["DE", "FR", None, "DE"]), "size": np.array([1.0, 2.0, 3.0, np.nan])}, np.zeros(4))


def config(*gates: dict[str, Any]) -> Config:
    sections = {"gates": list(gates), "columns": {"size": {"role": "numeric"}}}
    return config_of(sections)


@pytest.mark.parametrize(
    ("gate", "holds", "missing", "note"),
    [
        ({"never": 'country = "DE"'}, 2, 1, None),
        ({"must": "country is known"}, 3, 1, None),
        ({"never": 'country = "IT"'}, 0, 1, "It holds for none of 4 leads, so that it stops nobody: check how"),
        ({"must": 'size >= 1 or country = "DE"'}, 4, 2, "It holds for all of 4 leads, so that it stops nobody."),
    ],
)
def test_a_gate_is_counted_over_the_leads(gate: dict[str, Any], holds: int, missing: int, note: str | None) -> None:
    (found,) = gate_results(LEADS, config({"name": "G", **gate}), english())
    assert (found.holds, found.missing, found.leads) == (holds, missing, 4)
    assert (found.note or "").startswith(note or "")
    assert (found.note is None) == (note is None)


@pytest.mark.parametrize(
    ("gate", "note"),
    [
        (
            {"never": 'country = "IT"'},
            "Sie gilt für keinen von 4 Leads, sodass sie niemanden aufhält: Schreibweise",
        ),
        ({"must": 'size >= 1 or country = "DE"'}, "Sie gilt für alle 4 Leads, sodass sie niemanden aufhält."),
    ],
)
def test_what_is_noted_of_a_gate_is_said_in_the_language_of_the_configuration(gate: dict[str, Any], note: str) -> None:
    (found,) = gate_results(LEADS, config({"name": "G", **gate}), wording_in("de"))
    assert (found.note or "").startswith(note)


@pytest.mark.parametrize(
    ("gate", "told"),
    [
        ({"must": 'country = "Germany"'}, "holds for none of the 4 leads, and a column of it is missing for 1"),
        ({"never": "size > 0 or size is missing"}, "holds for all of the 4 leads, and a column of it is missing for 1"),
    ],
)
def test_a_gate_that_would_end_every_lead_is_refused(gate: dict[str, Any], told: str) -> None:
    with pytest.raises(ConfigError, match=rf'^The gate "G" would end every lead: it {told}'):
        gate_results(LEADS, config({"name": "other", "never": "size > 2"}, {"name": "G", **gate}), english())


def test_gates_are_kept_in_canonical_form() -> None:
    made = policy_gates(config({"name": "G", "must": "NOT(size>=1e3)", "say": "so", "alternative": "this"}))
    assert made == (Gate("G", "must", parse("not (size >= 1000)"), "so", "this"),)


def test_without_gates_nothing_is_looked_at() -> None:
    assert gate_results(LEADS, config_of(), english()) == ()
