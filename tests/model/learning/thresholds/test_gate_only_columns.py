"""A column that only a gate looks at is required like any other, and is no part of what the model knows."""

from dataclasses import replace

import numpy as np
from flat_leads import config_of, texts
from tiny_bundle import tiny_spec

from leadscore.model.expressions.parsing import parse
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable
from leadscore.model.features.spec_learning import with_gate_columns
from leadscore.model.features.unknown_columns import unknown_columns
from leadscore.model.scoring.decision import Decider, Gate, Policy, Scores, Thresholds
from leadscore.model.scoring.inquiries import tables_of
from leadscore.model.scoring.points import KnownLeads
from leadscore.model.scoring.warnings import warnings_of
from leadscore.serve.contracts import Contract

GATES = {"gates": [{"name": "No contact", "never": "optout = 'yes'"}]}
SPEC = with_gate_columns(tiny_spec(dated=False), config_of(GATES))
DECIDER = Decider(Policy(Thresholds(70, 60, 50), gates=(Gate("No contact", "never", parse('optout = "yes"')),)), SPEC)
LEADS = LeadTable(("a",), {"budget": np.array([1.0]), "industry": texts(["Health"]), "optout": texts(["perhaps"])})


def test_a_champion_is_not_evaluated_without_a_column_it_never_learned_from() -> None:
    without = replace(LEADS, columns={name: LEADS.columns[name] for name in ("budget", "industry")})
    assert unknown_columns(SPEC, without) == []
    assert unknown_columns(SPEC, replace(LEADS, columns={})) == ["budget", "industry"]


def test_no_value_of_it_is_called_rare() -> None:
    assert warnings_of(SPEC, KnownLeads(LEADS, EventLog.empty(1), np.zeros(1, np.int64), np.zeros((1, 0)))) == [()]


def test_a_request_that_names_it_meets_the_gate() -> None:
    routes = {}
    for answer in ("yes", "no", None):
        asked = Contract.of(SPEC).check({"lead": {"lead_id": "a", "budget": 1.0, "optout": answer}}, now=0)
        assert asked.warnings == ()
        tables = tables_of(SPEC, [asked.inquiry])
        evaluation_set = Scores(np.array([80]), np.array([0.5]), np.array([50]), np.array([50]))
        (decided,) = DECIDER.decide(evaluation_set, tables.leads, tables.events, tables.as_of, {})
        routes[answer] = decided.decision.route
    assert routes == {"yes": "disqualify", "no": "sales", None: "sales"}
