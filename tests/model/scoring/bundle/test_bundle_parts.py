"""What a bundle may hold since protocol 2, and what is read of one from before."""

import hashlib
import json
import pickle
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiny_bundle import write_tiny_bundle

from leadscore.model.errors import BundleError
from leadscore.model.expressions.parsing import parse
from leadscore.model.scoring.advice.past_leads import PastLeads
from leadscore.model.scoring.bundle import MANIFEST, PROTOCOL, Bundle, load_bundle, write_bundle
from leadscore.model.scoring.decision import Gate, Policy, Thresholds
from leadscore.model.scoring.rates import Asking, Bins, Candidates, ReferenceRates, ScoreBands, ScoreGroups, SignalRates

OLD = Path(__file__).parent / "bundle_of_protocol_1"

EVIDENCE = ReferenceRates(
    typical=0.12,
    shares=(0.5, 0.2, 0.1, 0.1, 0.1),
    rates=(SignalRates((Bins(0, (10.0, 20.0)),), (0.1, None, 0.2, 0.1), (30, None, 40, 50)), None, None, None, None),
    groups=ScoreGroups((-1.0,), (0.1, 0.3), (0.05, 0.2), (0.15, 0.4), (100, 90), 0.8),
    bands=ScoreBands((-1.0,), (0, 0), (0, 1), (0.1, 0.2), (0.05, 0.1), (0.15, 0.3), (100, 190), 0.8),
    ranges={"budget": (0.0, 1e6)},
    candidates=(Candidates(0, (1.0, 2.0), (0.5, 0.5)),),
    asking=(Asking(0, 3.5),),
    event_values={"demo": 2.0},
)
POLICY = Policy(
    cuts=Thresholds(70, 60, 50),
    fit_cuts=Thresholds(55, 50, 45),
    found={"by": "points"},
    gates=(Gate("Students", "never", parse('industry = "Health"'), "We do not sell to students."),),
    next_steps={"sales": "Call."},
)
PAST = PastLeads(("a", "b"), ("converted", "open"), (3.5, None), np.ones((2, 5), dtype=np.float32))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle with every part."""
    tiny = write_tiny_bundle(tmp_path_factory.mktemp("tiny"))
    folder = tmp_path_factory.mktemp("full") / "bundle"
    write_bundle(replace(tiny, evidence=EVIDENCE, policy=POLICY, past_leads=PAST), folder, provenance={})
    return folder


@pytest.fixture
def folder(full: Path, tmp_path: Path) -> Path:
    """A copy to damage."""
    return Path(shutil.copytree(full, tmp_path / "bundle"))


def sign(folder: Path, protocol: int = PROTOCOL) -> None:
    """Write a manifest that fits the files as they are now."""
    files = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir() if p.name != MANIFEST}
    (folder / MANIFEST).write_text(json.dumps({"protocol": protocol, "files": files}), encoding="utf-8")


def test_every_part_is_read_back_as_it_was_written(full: Path) -> None:
    bundle = load_bundle(full)
    assert (bundle.evidence, bundle.policy, bundle.past_leads) == (EVIDENCE, POLICY, PAST)
    assert bundle.past_leads is not None
    np.testing.assert_array_equal(bundle.past_leads.points, PAST.points)
    assert not bundle.past_leads.points.flags.writeable


def test_parts_that_were_not_made_are_not_written(tmp_path: Path) -> None:
    write_tiny_bundle(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in OLD.iterdir()}


def test_a_bundle_of_protocol_1_is_read_without_the_parts_it_cannot_have() -> None:
    old = load_bundle(OLD)
    assert (old.evidence, old.policy, old.past_leads, old.spec.wording) == (None, None, None, {})
    assert all((s.bant, s.actionable, s.shareable, s.texts) == (None, False, False, {}) for s in old.spec.signals)
    assert all(column.learned for column in old.spec.columns)


def test_an_index_with_a_pickle_in_it_is_refused(folder: Path) -> None:
    (folder / "past_leads.npy").write_bytes(pickle.dumps([1.0]))
    sign(folder)
    with pytest.raises(BundleError, match=r"^past_leads\.npy is not an array of numbers\n"):
        load_bundle(folder)


@pytest.mark.parametrize("gone", ["past_leads.npy", "past_leads.json"])
def test_half_an_index_is_refused(folder: Path, gone: str) -> None:
    (folder / gone).unlink()
    sign(folder)
    with pytest.raises(BundleError, match=rf"^The bundle lacks {gone}\n"):
        load_bundle(folder)


def with_evidence(**changes: Any) -> Callable[[Bundle], Bundle]:
    return lambda bundle: replace(bundle, evidence=replace(EVIDENCE, **changes))


@pytest.mark.parametrize(
    "change",
    [
        with_evidence(shares=(1.0,)),
        with_evidence(rates=EVIDENCE.rates[:3]),
        with_evidence(candidates=(Candidates(6, (1.0,), (1.0,)),)),
        with_evidence(asking=(Asking(-1, 1.0),)),
        with_evidence(rates=(SignalRates((Bins(99),), (None, None), (None, None)), None, None, None, None)),
    ],
    ids=["shares", "rates", "candidates", "asking", "bins"],
)
def test_evidence_about_another_model_is_refused(folder: Path, change: Callable[[Bundle], Bundle]) -> None:
    other = folder.parent / "other"
    write_bundle(change(load_bundle(folder)), other, provenance={})
    with pytest.raises(BundleError, match=r"^The evidence and the features do not fit together\n") as refused:
        load_bundle(other)
    assert refused.value.where == str(other / "evidence.json")


def test_an_index_of_another_model_is_refused(folder: Path) -> None:
    wrong = replace(PAST, points=np.ones((2, 4), dtype=np.float32))
    write_bundle(replace(load_bundle(folder), past_leads=wrong), folder.parent / "other", provenance={})
    with pytest.raises(BundleError, match=r"^The past leads and the signals do not fit together\n"):
        load_bundle(folder.parent / "other")


@pytest.mark.parametrize(
    ("name", "raw"),
    [("evidence.json", {"typical": "much"}), ("policy.json", {"cuts": [1, 2]}), ("past_leads.json", {"ids": []})],
)
def test_a_part_with_other_contents_is_refused(folder: Path, name: str, raw: dict[str, Any]) -> None:
    (folder / name).write_text(json.dumps(raw), encoding="utf-8")
    sign(folder)
    with pytest.raises(BundleError, match=f"^{name} does not have the expected contents[:\n]"):
        load_bundle(folder)
