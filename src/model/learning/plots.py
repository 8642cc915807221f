"""Plots for analysts, as PNG files beside the run."""

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from leadscore.model.features.spec import FeatureSpec

Floats = NDArray[np.float64]

_DRIVERS_SHOWN = 15


def draw_plots(card: Mapping[str, Any], spec: FeatureSpec, explained: tuple[Floats, Floats], folder: Path) -> None:
    """Write ``calibration.png``, ``drivers.png`` and ``beeswarm.png``.

    Args:
        card: The model's card.
        spec: The features.
        explained: Rows of the feature matrix, and their contributions in log-odds.
        folder: Where to; must exist.
    """
    _calibration(card).savefig(folder / "calibration.png", dpi=110)
    _drivers(card).savefig(folder / "drivers.png", dpi=110)
    _beeswarm(spec, *explained, path=folder / "beeswarm.png")


def _calibration(card: Mapping[str, Any]) -> Figure:
    figure = Figure(figsize=(6, 5), layout="constrained")
    axes = figure.subplots()
    curve = card["calibration_curve"]
    predicted, observed = [point["predicted"] for point in curve], [point["observed"] for point in curve]
    top = max(*predicted, *observed, 0.01) * 1.05
    axes.plot([0, top], [0, top], color="#999999", linewidth=1, label="perfect")
    axes.plot(predicted, observed, "o-", color="#1f5f8b", label="evaluation leads, in ten bins")
    axes.set(xlabel="predicted conversion rate", ylabel="observed conversion rate", title="Calibration")
    axes.legend()
    return figure


def _drivers(card: Mapping[str, Any]) -> Figure:
    figure = Figure(figsize=(7, 5), layout="constrained")
    axes = figure.subplots()
    strongest = card["drivers"][:_DRIVERS_SHOWN][::-1]
    colours = {"fit": "#1f5f8b", "interest": "#c8553d", "context": "#7a8450"}
    axes.barh(
        [row["signal"] for row in strongest],
        [row["log_odds"] for row in strongest],
        color=[colours[row["axis"]] for row in strongest],
    )
    axes.set(xlabel="mean absolute effect on the log-odds", title="What the model looks at")
    return figure


def _beeswarm(spec: FeatureSpec, matrix: Floats, contributions: Floats, *, path: Path) -> None:
    mpl.use("Agg")  # shap draws through pyplot, which would look for a screen
    names = [feature.name for feature in spec.features]
    with warnings.catch_warnings():
        # shap still calls what matplotlib is about to deprecate; nothing an analyst could act on
        warnings.simplefilter("ignore")
        import shap
        from matplotlib import pyplot as plt

        explanation = shap.Explanation(contributions, data=matrix, feature_names=names)
        shap.plots.beeswarm(explanation, max_display=_DRIVERS_SHOWN, show=False)
        plt.tight_layout()
        plt.savefig(path, dpi=110)
        plt.close()
