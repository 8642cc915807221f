"""Predictions of the learners that are compared, kept by version so that a peer runs once."""

import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.comparisons import Comparison
from benchmarks.peers import Peer
from leadscore.model.arrays import Floats
from leadscore.model.learning.learner.boosting import BoostingRun

Floats = Floats

KEPT = Path(".benchmarks")


@dataclass(frozen=True)
class Predicted:
    """What a learner said of the test rows, and what it cost.

    Attributes:
        probability: Per test row.
        cpu_seconds: Of the process, so that a busy machine does not count.
        wall_seconds: By the clock, for learners that are given a time.
    """

    probability: Floats
    cpu_seconds: float
    wall_seconds: float


def predict(name: str, peer: Peer, comparison: Comparison, run: BoostingRun, *, refresh: bool) -> Predicted:
    """Learn and predict, or take what the same version said of the same rows before.

    Args:
        name: The learner's.
        peer: The learner.
        comparison: The split.
        run: Seed and threads.
        refresh: Run it again, whatever is kept.
    """
    path = KEPT / f"{_key(name, peer, comparison, run)}.json"
    if peer.kept and not refresh and path.is_file():
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Predicted(np.array(kept["probability"]), kept["cpu_seconds"], kept["wall_seconds"])
    cpu, wall = time.process_time(), time.perf_counter()
    probability = peer.learn(comparison, run)
    made = Predicted(probability, max(time.process_time() - cpu, 0.001), time.perf_counter() - wall)
    if peer.kept:
        KEPT.mkdir(exist_ok=True)
        kept = {"name": name, "version": peer.version, **vars(made), "probability": probability.tolist()}
        path.write_text(json.dumps(kept), encoding="utf-8")
    return made


def _key(name: str, peer: Peer, comparison: Comparison, run: BoostingRun) -> str:
    digest = hashlib.sha256(repr((name, peer.version, run)).encode())
    for rows in (comparison.training, comparison.test):
        digest.update(rows.matrix.tobytes() + rows.converted.tobytes())
    return digest.hexdigest()[:24]
