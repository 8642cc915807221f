"""Whether the rates beside reasons speak of the points, on leads not learned from: ``python -m benchmarks.proofs``.

The sample is always measured; the real data sets where LEADSCORE_REAL_DATA names their folder.
"""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.product import CASES, Case, configure
from benchmarks.quality import REAL_DATA
from benchmarks.results import record
from leadscore.model.arrays import Floats, Mask
from leadscore.model.card import Card
from leadscore.model.config import load_config
from leadscore.model.data.tables import read_tables
from leadscore.model.learning.backtest import backtest
from leadscore.model.learning.learner.hyperparameters import DEFAULT
from leadscore.model.learning.recipe import prepare_training_data
from leadscore.model.learning.reference_rates import ExplainedRows, learn_reference_rates
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contract import REASONS_SHOWN
from leadscore.model.scoring.points import Explainer
from leadscore.model.scoring.rates.lookup import FACTOR, STRONG_POINTS
from leadscore.model.scoring.reasons.reasoner import Reasoner
from leadscore.model.timestamps import moment

SAMPLE = "sample"
SAMPLE_CASE = Case(
    ("data/sample/leads.csv", "--events", "data/sample/events.csv", "--outcomes", "data/sample/outcomes.csv"), {}, ""
)
_MOST_ROWS = 20_000
_EXPLAINED_ROWS = 5_000
_NOT_AFTER = moment("2100-01-01")


@dataclass(frozen=True)
class Agreement:
    """How the rates beside strong reasons agree with the points.

    Attributes:
        leads: Rows that were scored: looks at leads that were not learned from.
        strong: Their reasons of four points and more, either way.
        with_rate: The share of them that a rate is shown with.
        hidden: How many of them none is shown with.
        sign: Of those with a rate, the share where its log-odds less those beside it have the sign of the points.
        size: The share where they are also as large as the points, within a factor of two.
        like: The share where the rate stands beside what was expected, not beside the typical rate.
    """

    leads: int
    strong: int
    with_rate: float
    hidden: int
    sign: float
    size: float
    like: float


def agreement(bundle: Bundle, matrix: Floats) -> Agreement:
    """Score rows of the feature matrix, and compare each strong reason with the rate beside it.

    Raises:
        ValueError: The bundle has no reference rates.
    """
    explained = Explainer(bundle).explain(matrix, most=REASONS_SHOWN)
    past = Reasoner(bundle).past_rates(matrix, explained)
    if past is None or bundle.evidence is None:
        message = "the model has no reference rates"
        raise ValueError(message)
    points, added = (
        np.take_along_axis(values, explained.strongest, axis=1)
        for values in (explained.points.signals, explained.contributions)
    )
    strong = np.abs(points) >= STRONG_POINTS
    with_rate = strong & (past.leads > 0)
    like = ~np.isnan(past.expected[with_rate])
    beside = np.where(like, past.expected[with_rate], bundle.evidence.typical)
    ratio = (_log_odds(past.rates[with_rate]) - _log_odds(beside)) / added[with_rate]
    return Agreement(
        leads=len(matrix),
        strong=int(strong.sum()),
        with_rate=float(with_rate.sum() / max(strong.sum(), 1)),
        hidden=int(strong.sum() - with_rate.sum()),
        sign=_share(ratio > 0),
        size=_share((ratio >= 1 / FACTOR) & (ratio <= FACTOR)),
        like=_share(like),
    )


def twin_and_rows(config: Path) -> tuple[Bundle, Floats]:
    """The twin that a training would evaluate, with reference rates of its own training leads, and later leads."""
    settings = load_config(config)
    tables = read_tables(settings, not_after=_NOT_AFTER)
    data = prepare_training_data(tables, settings)
    (twin,) = backtest(
        tables, data.config, data.matured, data.splits[-1:], hyperparameters=DEFAULT, progress=lambda _: None
    )
    rows = twin.recipe.rows
    every = max(1, len(rows.matrix) // _EXPLAINED_ROWS)
    sample = rows.matrix[::every]
    explained = ExplainedRows(sample, twin.model.contributions(sample)[0], rows.weights[::every])
    reference_rates = learn_reference_rates(twin.recipe, twin.model, twin.training, explained)
    reference = float(_log_odds(np.array(reference_rates.typical)))
    bundle = Bundle(twin.recipe.spec, twin.model, reference, {}, Card(), evidence=reference_rates)
    return bundle, twin.matrix[:: max(1, len(twin.matrix) // _MOST_ROWS)]


def main(data: Path | None) -> None:
    """Measure every data set, print the figures and record them."""
    found = dict(_measured(data))
    record("proofs", {"sets": {name: asdict(figures) for name, figures in found.items()}})
    table = Table("data set", "strong reasons", "with a rate", "hidden", "same sign", "within a factor of 2", "like")
    for name, own in found.items():
        shares = [f"{share:.1%}" for share in (own.sign, own.size, own.like)]
        table.add_row(name, f"{own.strong:,}", f"{own.with_rate:.1%}", f"{own.hidden:,}", *shares)
    Console().print(table)


def _measured(data: Path | None) -> Iterator[tuple[str, Agreement]]:
    cases = {SAMPLE: (SAMPLE_CASE, Path())} | (
        {} if data is None else {name: (case, data) for name, case in CASES.items()}
    )
    for name, (case, where) in cases.items():
        with tempfile.TemporaryDirectory() as folder:
            config = configure(case, where.resolve(), Path(folder))
            yield name, agreement(*twin_and_rows(config))


def _log_odds(rates: Floats) -> Floats:
    found: Floats = np.log(rates) - np.log1p(-rates)
    return found


def _share(holds: Mask) -> float:
    return float(holds.mean()) if len(holds) else float("nan")


if __name__ == "__main__":
    main(Path(os.environ[REAL_DATA]) if os.environ.get(REAL_DATA) else None)
