"""The product's own result on each public data set, by its own commands: ``python -m benchmarks.product``.

The folder with the data sets is taken from LEADSCORE_REAL_DATA.
"""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.quality import REAL_DATA
from benchmarks.results import record
from leadscore.model.card import card_as_dict, filled
from leadscore.model.config import load_config
from leadscore.model.registry import Registry
from leadscore.model.scoring.bundle import load_bundle

_FORCED = ("--force", "--why", "measured")
"""What a model that is not ready is promoted with, so that it can be scored with all the same."""

METRICS = ("roc_auc", "log_loss", "lift_at_10", "capture_at_20", "calibration_slope")


@dataclass(frozen=True)
class Case:
    """One data set as an analyst would use it.

    Attributes:
        init: Arguments of ``leadscore init``; paths start at the folder of the data sets.
        edits: Lines of the configuration that init wrote, by key, and what the analyst sets instead.
        score: The file to score afterwards.
    """

    init: tuple[str, ...]
    edits: dict[str, str]
    score: str


CASES: dict[str, Case] = {
    "bpic2012, approved within 45 days": Case(
        ("bpic2012/leads.csv.gz", "--events", "bpic2012/events.csv.gz", "--outcomes", "bpic2012/outcomes.csv.gz"),
        {"horizon_days": "45"},
        "bpic2012/leads.csv.gz",
    ),
    "olist from 2018, won within 30 days": Case(
        ("olist/leads.csv.gz", "--outcomes", "olist/deals.csv.gz"),
        {"horizon_days": "30", "data_from": '"2018-01-01"'},
        "olist/leads.csv.gz",
    ),
    "olist from 2018, won within 90 days": Case(
        ("olist/leads.csv.gz", "--outcomes", "olist/deals.csv.gz"),
        {"horizon_days": "90", "data_from": '"2018-01-01"'},
        "olist/leads.csv.gz",
    ),
    "bank, random": Case(("bank/bank-additional-full.csv.gz",), {}, "bank/bank-additional-full.csv.gz"),
    "bank, file_order": Case(
        ("bank/bank-additional-full.csv.gz",), {"split": '"file_order"'}, "bank/bank-additional-full.csv.gz"
    ),
    "coil2000": Case(("coil2000/train.csv.gz",), {}, "coil2000/test.csv.gz"),
}
"""Every set with what its README asks for; nothing else is tuned."""


def main(data: Path) -> None:
    """Run every case in a folder of its own, print its figures and record them."""
    results = {}
    for name, case in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            results[name] = run_case(case, data, Path(folder))
        found = results[name]["metrics"]["model"]
        print(name, {metric: round(found[metric]["value"], 4) for metric in METRICS}, flush=True)
    record("product", {"cases": results})


def run_case(case: Case, data: Path, folder: Path) -> dict[str, Any]:
    """Run the verbs in a folder of its own and return the champion's figures, with what ``check`` printed."""
    configure(case, data, folder)
    checked = run_verb(folder, "check")
    run_verb(folder, "train")
    card = load_bundle(Registry.of(load_config(folder / "leadscore.toml")).resolve("challenger").folder).card
    promote = ("promote", *(_FORCED if filled(card.verdict).readiness == "not_ready" else ()))
    run_verb(folder, *promote)
    run_verb(folder, "score", str(data / case.score), "--out", "scores.parquet", "--all")
    kept = card_as_dict(card)
    claim = kept["random_claim"]
    return {
        "verdict": {"verdict": filled(card.verdict).readiness, **kept["verdict"]},
        "drift": kept["learner"]["drift"],
        "random_claim": claim and {m: claim[m] for m in METRICS},
        "replays": [{m: result[m] for m in ("test_from", "roc_auc", "log_loss")} for result in kept["backtest"]],
        "split": kept["split"],
        "training": kept["training"],
        "evaluation": kept["evaluation"],
        "metrics": {name: {m: figures[m] for m in METRICS} for name, figures in kept["metrics"].items()},
        "by_age": kept["by_age"],
        "check": checked.replace(f"{folder.resolve()}/", ""),
        "commands": commands(case, promote=" ".join(promote)),
    }


def configure(case: Case, data: Path, folder: Path) -> Path:
    """Write the configuration of a data set into a folder."""
    absolute = [argument if argument.startswith("--") else str(data / argument) for argument in case.init]
    run_verb(folder, "init", *absolute)
    _edit(folder / "leadscore.toml", case.edits)
    return folder / "leadscore.toml"


def commands(case: Case, *, promote: str) -> list[str]:
    """What to type to repeat it, in the folder of the data sets."""
    edits = [f"in leadscore.toml: {key} = {value}" for key, value in case.edits.items()]
    verbs = ["leadscore check", "leadscore train", f"leadscore {promote}"]
    return [
        f"leadscore init {' '.join(case.init)}",
        *edits,
        *verbs,
        f"leadscore score {case.score} --out scores.parquet --all",
    ]


def run_verb(folder: Path, *command: str) -> str:
    """What a verb prints, run in a folder.

    Raises:
        RuntimeError: It failed; the message holds what it printed.
    """
    environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE"}
    whole = [sys.executable, "-m", "leadscore.pipelines", *command]
    done = subprocess.run(whole, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"leadscore {' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def _edit(config: Path, edits: dict[str, str]) -> None:
    lines = config.read_text(encoding="utf-8").splitlines()
    for key, value in edits.items():
        place = next(n for n, line in enumerate(lines) if line.removeprefix("# ").startswith(f"{key} = "))
        lines[place] = f"{key} = {value}"
    config.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if not os.environ.get(REAL_DATA):
        sys.exit(f"set {REAL_DATA} to the folder with the real data sets")
    main(Path(os.environ[REAL_DATA]))
