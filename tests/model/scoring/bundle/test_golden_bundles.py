"""Bundles of protocol 1 and of release 0.1 answer what that release answered, in every kind of case."""

import json
from pathlib import Path
from typing import Any

import pytest
from recorded import said_again

from leadscore.model.scoring.bundle import load_bundle
from leadscore.model.scoring.decision import Override, Overrides
from leadscore.model.scoring.inquiries import tables_of
from leadscore.model.scoring.scorer import Scorer, ScoringOptions
from leadscore.model.timestamps import moment
from leadscore.serve.contracts import Contract

HERE = Path(__file__).parent


def read(made: str, what: str) -> Any:
    return json.loads((HERE / f"{made}_{what}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("made", ["protocol_1", "release_0_1"])
def test_an_earlier_bundle_answers_as_recorded(made: str) -> None:
    scorer, inputs = Scorer(load_bundle(HERE / f"bundle_of_{made}")), read(made, "inputs")
    for case, recorded in zip(inputs["cases"], read(made, "scorings"), strict=True):
        assert said_again(recorded, answer_of(scorer, case, moment(inputs["now"]))), case["what"]


def answer_of(scorer: Scorer, case: dict[str, Any], now: int) -> dict[str, Any]:
    request = Contract.of(scorer.bundle.spec).check(case["body"], now)
    tables = tables_of(scorer.bundle.spec, [request.inquiry])
    made = tuple(Override(**row | {"at": moment(row["at"])}) for row in case.get("overrides", ()))
    overrides: Overrides = {request.inquiry.lead_id: made}
    options = ScoringOptions(request.include, overrides, frozenset(case.get("erased", ())))
    (scoring,) = scorer.score(tables.leads, tables.events, tables.as_of, options=options)
    return {"what": case["what"], "scoring": scoring.as_dict(), "request_warnings": list(request.warnings)}
