"""A bundle of protocol 2, whose gates are expressions written as text, answers today as it did when it was written."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from recorded import said_again
from tiny_bundle import write_telling_bundle

from leadscore.model.errors import BundleError
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable
from leadscore.model.scoring.bundle import MANIFEST, load_bundle, write_bundle
from leadscore.model.scoring.scorer import Scorer, ScoringOptions
from leadscore.model.timestamps import DAY, NEVER, moment

FOLDER = Path(__file__).parent
GOLDEN = FOLDER / "bundle_of_protocol_2"
RECORDED: list[dict[str, Any]] = json.loads((FOLDER / "answers_of_protocol_2.json").read_text(encoding="utf-8"))
AS_OF = moment("2026-02-01")


def leads() -> LeadTable:
    rows = [recorded["lead"] for recorded in RECORDED]
    columns = {
        "budget": np.array([np.nan if row["budget"] is None else row["budget"] for row in rows]),
        "industry": np.array([row["industry"] for row in rows], dtype=object),
        "e mail": np.array([row["e mail"] for row in rows], dtype=object),
        "renewal": np.array([NEVER if row["renewal"] is None else moment(row["renewal"]) for row in rows]),
    }
    ids = tuple(recorded["answer"]["lead_id"] for recorded in RECORDED)
    return LeadTable(ids, columns, np.full(len(rows), AS_OF - 20 * DAY))


def answers(folder: Path) -> list[dict[str, Any]]:
    table, options = leads(), ScoringOptions(include=frozenset({"why_not"}))
    scorer = Scorer(load_bundle(folder))
    scored = scorer.score(table, EventLog.empty(len(table)), np.full(len(table), AS_OF), options=options)
    return [json.loads(json.dumps(scoring.as_dict())) for scoring in scored]


def test_it_answers_as_it_did() -> None:
    rules = {recorded["answer"]["decision"]["rule"] for recorded in RECORDED}
    assert {"Gate “Whalers”", "Gate “Blocked”", "Gate “Lapsed”", "Gate “Odd”", "Not known yet: Renewal, E mail"} < rules
    for recorded, answer in zip(RECORDED, answers(GOLDEN), strict=True):
        assert said_again(recorded["answer"], answer), recorded["answer"]["lead_id"]


def test_written_again_it_holds_conditions_and_answers_the_same(tmp_path: Path) -> None:
    write_bundle(load_bundle(GOLDEN), tmp_path, provenance={})
    gates = json.loads((tmp_path / "policy.json").read_text(encoding="utf-8"))["gates"]
    assert gates[4]["condition"] == {"version": 1, "node": {"column": "e mail", "operator": "is known"}}
    assert all("expression" not in gate for gate in gates)
    assert answers(tmp_path) == answers(GOLDEN)
    assert load_bundle(tmp_path).policy == load_bundle(GOLDEN).policy


def damaged_policy(folder: Path, **changes: Any) -> Path:
    """A copy of the golden bundle whose first gate is another, with a manifest that fits."""
    shutil.copytree(GOLDEN, folder)
    policy, manifest = (json.loads((folder / name).read_text(encoding="utf-8")) for name in ("policy.json", MANIFEST))
    policy["gates"][0] |= changes.pop("gate")
    (folder / "policy.json").write_text(json.dumps(policy), encoding="utf-8")
    manifest["files"]["policy.json"] = hashlib.sha256((folder / "policy.json").read_bytes()).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(manifest | changes), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"gate": {"expression": "country ="}},
            r'the gate "Whalers" cannot be read: The expression is not understood: expected a value',
        ),
        ({"gate": {"expression": 3}}, r"gates\.0\.condition: Field required"),
        ({"gate": {}, "protocol": 3}, r"gates\.0\.condition: Field required"),
        (
            {"gate": {"condition": {"version": 1, "node": {"column": "a", "operator": "like"}}}, "protocol": 3},
            r"gates\.0\.condition: the operator 'like' of a condition is not known",
        ),
    ],
    ids=["a text that is no expression", "no text", "text where conditions are stored", "an unknown operator"],
)
def test_a_gate_that_cannot_be_read_is_told_with_its_place(
    tmp_path: Path, changes: dict[str, Any], reason: str
) -> None:
    folder = damaged_policy(tmp_path / "bundle", **changes)
    with pytest.raises(BundleError, match=rf"^policy\.json does not have the expected contents: {reason}"):
        load_bundle(folder)


def test_a_policy_that_is_nested_without_end_is_refused(tmp_path: Path) -> None:
    folder = damaged_policy(tmp_path / "bundle", gate={})
    text = '{"a":' * 100_000 + "1" + "}" * 100_000
    (folder / "policy.json").write_text(text, encoding="utf-8")
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    manifest["files"]["policy.json"] = hashlib.sha256(text.encode()).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(BundleError, match=r"^policy\.json is not valid JSON"):
        load_bundle(folder)


_SERVE = """
import sys
import numpy as np
from pathlib import Path
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable
from leadscore.model.scoring.bundle import load_bundle
from leadscore.model.scoring.scorer import Scorer

def parsers():
    return sorted({"leadscore.model.expressions.parsing", "leadscore.model.expressions.tokens"} & sys.modules.keys())

today, old = map(Path, sys.argv[1:])
bundle = load_bundle(today)
texts = np.array(["Whaling", None], dtype=object)
columns = {"budget": np.ones(2), "industry": texts, "e mail": texts, "renewal": np.zeros(2, dtype=np.int64)}
leads = LeadTable(("a", "b"), columns, np.zeros(2, dtype=np.int64))
scorings = Scorer(bundle).score(leads, EventLog.empty(2), np.ones(2, dtype=np.int64))
print(scorings[0].as_dict()["decision"]["route"], parsers())
load_bundle(old)
print(parsers())
"""


def test_a_scorer_parses_no_text_unless_its_bundle_is_old(tmp_path: Path) -> None:
    write_telling_bundle(tmp_path)
    command = [sys.executable, "-c", _SERVE, str(tmp_path / "bundle"), str(GOLDEN)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    today, old = done.stdout.splitlines()
    assert today == "disqualify []"
    assert old == "['leadscore.model.expressions.parsing', 'leadscore.model.expressions.tokens']"
