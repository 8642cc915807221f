"""Against the known truth of the sample: signs and orders, signals that mean nothing, and what intervals hold."""

from dataclasses import dataclass

import numpy as np
import pytest
from scipy.stats import spearmanr

from benchmarks.intervals import measured
from benchmarks.sampled import sampled
from leadscore.model.arrays import Floats, Integers
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.learning.recipe import fit_recipe
from leadscore.model.learning.reference_rates import ExplainedRows
from leadscore.model.sample import NOISE_COLUMNS
from leadscore.model.sample.traits import TRAITS
from leadscore.model.scoring.points import whole_points

pytestmark = pytest.mark.slow

TOLD_APART = ("timeline", "source", "job_title", "industry", "country")


@dataclass(frozen=True)
class Pointed:
    """New leads with their whole points, by a model that never saw them.

    Attributes:
        points: Per lead and signal.
        explained: The same unrounded, per feature.
        axes: What each lead truly has of fit, interest and context, in log-odds.
    """

    spec: FeatureSpec
    points: Integers
    explained: ExplainedRows
    axes: dict[str, Floats]

    def signal(self, column: str) -> int:
        return [signal.name for signal in self.spec.signals].index(f"column.{column}")

    def values(self, column: str) -> Floats:
        return self.explained.matrix[:, [feature.name for feature in self.spec.features].index(f"column.{column}")]

    def mean_points(self, column: str) -> dict[str | None, float]:
        """By level, where at least ten of the leads have it."""
        values, points = self.values(column), self.points[:, self.signal(column)]
        feature = self.spec.features[[f.name for f in self.spec.features].index(f"column.{column}")]
        rows = {level: values == code for code, level in enumerate(feature.levels)} | {None: np.isnan(values)}
        return {level: float(points[mask].mean()) for level, mask in rows.items() if mask.sum() >= 10}


@pytest.fixture(scope="module")
def pointed(tmp_path_factory: pytest.TempPathFactory) -> Pointed:
    """20,000 leads to learn from, at their seventh day: so many tell levels apart that differ by a fifth in odds."""
    old = sampled(tmp_path_factory.mktemp("old"), 20_000, seed=0, age_days=7)
    new = sampled(tmp_path_factory.mktemp("new"), 3_000, seed=1, age_days=7)
    recipe = fit_recipe(old.tables, old.config, old.matured)
    matrix, model = new.matrix(recipe.spec), recipe.fitted.model
    contributions, expected = model.contributions(matrix)
    explained = ExplainedRows(matrix, contributions, np.ones(len(matrix)))
    points = whole_points(explained.by_signal(recipe.spec), expected, reference=-2.0).signals
    axes = {axis: new.truth[axis].to_numpy() for axis in ("fit", "interest", "context")}
    return Pointed(recipe.spec, points, explained, axes)


@pytest.mark.parametrize("column", TOLD_APART)
def test_levels_have_points_in_the_order_of_their_true_effects(pointed: Pointed, column: str) -> None:
    points = pointed.mean_points(column)
    pairs = [(level.log_odds, points[level.text]) for level in TRAITS[column].levels if level.text in points]
    assert len(pairs) >= 5
    assert spearmanr(*zip(*pairs, strict=True)).statistic > 0.8
    middle = np.mean([effect for effect, _ in pairs])
    for effect, mean in pairs:
        if abs(effect - middle) > 0.5:
            assert np.sign(mean) == np.sign(effect - middle)


@pytest.mark.parametrize(
    ("column", "better", "worse"),
    [
        ("source", "referral", "outbound"),
        ("source", "trade show", "linkedin"),
        ("timeline", "now", "no plan"),
        ("job_title", "Chief Revenue Officer", "Student"),
        ("industry", "software", "education"),
        ("country", "United States", "India"),
    ],
)
def test_what_is_truly_better_has_more_points(pointed: Pointed, column: str, better: str, worse: str) -> None:
    points = pointed.mean_points(column)
    assert points[better] >= points[worse] + 3


def test_a_larger_budget_is_never_worse_and_middling_companies_are_best(pointed: Pointed) -> None:
    budget, size = (_by_sixth(pointed, column) for column in ("budget", "company_size"))
    assert budget[-1] >= budget[0] + 2
    assert (np.diff(budget) > -0.5).all()
    assert size.max() == size[3:5].max()  # around 300 employees
    assert size.max() > max(size[0], size[-1])


@pytest.mark.parametrize(("axis", "at_least"), [("fit", 0.7), ("interest", 0.4), ("context", 0.5)])
def test_the_points_of_an_axis_rank_leads_by_their_true_part(pointed: Pointed, axis: str, at_least: float) -> None:
    own = [signal.axis == axis for signal in pointed.spec.signals]
    assert spearmanr(pointed.points[:, own].sum(axis=1), pointed.axes[axis]).statistic > at_least


@pytest.mark.parametrize("column", NOISE_COLUMNS)
def test_a_signal_that_means_nothing_is_out_or_has_at_most_a_point_on_average(pointed: Pointed, column: str) -> None:
    # measured on three seeds: 0.2 to 1.0 with 20,000 leads, but up to 1.4 with 6,000, where chance is larger
    own = [signal.name == f"column.{column}" for signal in pointed.spec.signals]
    assert np.abs(pointed.points[:, own]).sum(axis=1).mean() <= 1


@pytest.fixture(scope="module")
def promised(tmp_path_factory: pytest.TempPathFactory) -> list[float]:
    """Of three trainings at the moment of creation, the share of new leads whose band held its mean true chance."""
    return [measured(tmp_path_factory.mktemp("sample"), seed).held for seed in (1, 2, 3)]


def test_bands_of_new_leads_truly_convert_within_their_interval(promised: list[float]) -> None:
    # 80 % over twenty seeds, by benchmarks/intervals.py; one seed alone may be 15 points off
    assert np.mean(promised) > 0.6


def _by_sixth(pointed: Pointed, column: str) -> Floats:
    """Mean points of leads by how large their value is, from the smallest sixth to the largest."""
    values, points = pointed.values(column), pointed.points[:, pointed.signal(column)]
    order = np.argsort(values, kind="stable")[: int((~np.isnan(values)).sum())]
    return np.array([points[part].mean() for part in np.array_split(order, 6)])
