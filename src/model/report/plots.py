"""Plots of explanations for analysts, as PNG files beside the run: shap's beeswarm and dependence."""

import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np

from leadscore.model.arrays import Floats
from leadscore.model.features.spec import Feature, FeatureSpec

_KINDS = {
    "count": "number",
    "recency": "days since the last",
    "value_sum": "sum of values",
    "distinct_days": "days with any",
    "trend": "more or fewer than before",
    "distinct": "different ones",
    "day_of_month": "day of the month",
}


def feature_labels(spec: FeatureSpec) -> list[str]:
    """A label per feature: its signal's, and where that has several features, what each of them counts."""
    signals = {signal.name: signal.label for signal in spec.signals}
    features_of = Counter(feature.signal for feature in spec.features)
    return [
        signals[feature.signal] if features_of[feature.signal] == 1 else f"{signals[feature.signal]}: {_kind(feature)}"
        for feature in spec.features
    ]


def _kind(feature: Feature) -> str:
    kind = _KINDS.get(feature.kind, feature.kind)
    return kind if feature.window_days is None else f"{kind}, {feature.window_days} d"


_FEATURES_SHOWN = 15
_DEPENDENCES_SHOWN = 4
_LEVELS_NAMED = 15
_LABEL_LETTERS = 40
_DPI = 110
_EFFECT = "effect on the log-odds"


def draw_plots(spec: FeatureSpec, explained: tuple[Floats, Floats], folder: Path, *, seed: int) -> None:
    """Write ``beeswarm.png`` and, for the strongest features, ``dependence_1.png`` to ``dependence_4.png``.

    Args:
        spec: The features.
        explained: Rows of the feature matrix, and their contributions in log-odds.
        folder: Where to; must exist.
        seed: Decides which points lie on top of which.
    """
    matrix, contributions = np.where(np.isfinite(explained[0]), explained[0], np.nan), explained[1]
    with _drawing(seed=seed):
        _beeswarm(spec, matrix, contributions, folder / "beeswarm.png")
        for rank, position in enumerate(_strongest(matrix, contributions), 1):
            column = matrix[:, position], contributions[:, position]
            _dependence(spec, position, column, folder / f"dependence_{rank}.png")


def _strongest(matrix: Floats, contributions: Floats) -> list[int]:
    """Positions of the features that move the score most, of those whose value and effect both vary."""
    order = np.argsort(-np.abs(contributions).mean(axis=0), kind="stable")
    vary = [int(i) for i in order if np.ptp(contributions[:, i]) > 0 and _varies(matrix[:, i])]
    return vary[:_DEPENDENCES_SHOWN]


def _varies(values: Floats) -> bool:
    known = values[~np.isnan(values)]
    return len(known) > 0 and bool(np.ptp(known) > 0)


@contextmanager
def _drawing(*, seed: int) -> Iterator[None]:
    """Quiet, repeatable and without a screen.

    shap draws points in the order of numpy's global random numbers and through pyplot; both are left as they were.
    """
    mpl.use("Agg")  # pyplot would look for a screen
    state = np.random.get_state()
    np.random.seed(seed % 2**32)
    with warnings.catch_warnings():
        # shap still calls what matplotlib is about to deprecate; nothing an analyst could act on
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            np.random.set_state(state)


def _beeswarm(spec: FeatureSpec, matrix: Floats, contributions: Floats, path: Path) -> None:
    import shap

    shown = matrix.copy()
    shown[:, spec.categorical] = np.nan  # codes have no order, so their colour would mean nothing: grey
    names = [_plain(label) for label in feature_labels(spec)]
    shap.plots.beeswarm(
        shap.Explanation(contributions, data=shown, feature_names=names),
        max_display=_FEATURES_SHOWN,
        show=False,
        plot_size=(6.4, 6.4),
    )
    _save(_EFFECT, path)


def _dependence(spec: FeatureSpec, position: int, column: tuple[Floats, Floats], path: Path) -> None:
    import shap
    from matplotlib import pyplot as plt

    feature, label = spec.features[position], _plain(feature_labels(spec)[position])
    values, effect = column
    ends: dict[str, Any] = {"xmin": "percentile(0.5)", "xmax": "percentile(99.5)"}
    if feature.categorical:
        values, ends = np.nan_to_num(values, nan=len(feature.levels) + 1), {}
    explanation = shap.Explanation(effect, data=values, feature_names=label)
    axes = plt.figure(figsize=(6, 4.2)).gca()
    shap.plots.scatter(explanation, show=False, ax=axes, alpha=0.4, **ends)
    if feature.categorical:
        _name_levels(axes, feature)
    axes.set_ylabel(_EFFECT)
    _save(label, path)


def _name_levels(axes: Any, feature: Feature) -> None:
    """Levels instead of codes, as far as there is room for names."""
    names = [_plain(level) for level in (*feature.levels, "(another)", "(not known)")]
    if len(names) <= _LEVELS_NAMED:
        axes.set_xticks(range(len(names)), names, rotation=40, ha="right")
        axes.set_xlim(-0.5, len(names) - 0.5)


def _save(label: str, path: Path) -> None:
    from matplotlib import pyplot as plt

    plt.xlabel(label)
    plt.savefig(path, dpi=_DPI, bbox_inches="tight")
    plt.close()


def _plain(label: str) -> str:
    """A name from data as a plot writes it: cut, and with no mark-up read into it."""
    cut = label if len(label) <= _LABEL_LETTERS else f"{label[: _LABEL_LETTERS - 1]}…"
    return cut.replace("$", r"\$")
