"""Plots of explanations for analysts, as PNG files beside the run: shap's beeswarm and dependence."""

import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import ScalarFormatter

from leadscore.model.arrays import Floats
from leadscore.model.features.levels import whole_codes
from leadscore.model.features.spec import Feature, FeatureSpec
from leadscore.model.scoring.language import Wording


def feature_labels(spec: FeatureSpec, wording: Wording) -> list[str]:
    """A label per feature: its signal's, and where that has several features, what each of them counts."""
    signals = {signal.name: signal.label for signal in spec.signals}
    features_of = Counter(feature.signal for feature in spec.features)
    return [
        signals[feature.signal]
        if features_of[feature.signal] == 1
        else f"{signals[feature.signal]}: {_kind(feature, wording)}"
        for feature in spec.features
    ]


def _kind(feature: Feature, wording: Wording) -> str:
    kind = wording.name("drawing.kind", feature.kind)
    days = feature.window_days
    return kind if days is None else wording.say("drawing.in_window", kind=kind, count=days)


_FEATURES_SHOWN = 15
_DEPENDENCES_SHOWN = 4
_LEVELS_NAMED = 15
_LABEL_LETTERS = 40
_DPI = 110


def draw_plots(
    spec: FeatureSpec, explained: tuple[Floats, Floats], folder: Path, wording: Wording, *, seed: int
) -> None:
    """Write ``beeswarm.png`` and, for the strongest features, ``dependence_1.png`` to ``dependence_4.png``.

    Args:
        spec: The features.
        explained: Rows of the feature matrix, and their contributions in log-odds.
        folder: Where to; must exist.
        wording: The reader's language.
        seed: Decides which points lie on top of which.
    """
    matrix, contributions = np.where(np.isfinite(explained[0]), explained[0], np.nan), explained[1]
    plots = _Plots(spec, wording, [_plain(label) for label in feature_labels(spec, wording)])
    with _drawing(seed=seed):
        plots.beeswarm(matrix, contributions, folder / "beeswarm.png")
        for rank, position in enumerate(_strongest(matrix, contributions), 1):
            column = matrix[:, position], contributions[:, position]
            plots.dependence(position, column, folder / f"dependence_{rank}.png")


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


class _Numbers(ScalarFormatter):
    """Numbers at an axis, with the decimal mark of a language."""

    def __init__(self, decimal: str) -> None:
        super().__init__()
        self._decimal = decimal

    def __call__(self, x: float, pos: int | None = None) -> str:
        return super().__call__(x, pos).replace(".", self._decimal)


@dataclass(frozen=True)
class _Plots:
    """Plots of one model in one language; ``labels`` has one per feature."""

    spec: FeatureSpec
    wording: Wording
    labels: Sequence[str]

    def beeswarm(self, matrix: Floats, contributions: Floats, path: Path) -> None:
        """The strongest features, one point per row."""
        import shap

        shown = matrix.copy()
        shown[:, self.spec.categorical] = np.nan  # codes have no order, so their colour would mean nothing: grey
        axes = shap.plots.beeswarm(
            shap.Explanation(contributions, data=shown, feature_names=list(self.labels)),
            max_display=_FEATURES_SHOWN,
            show=False,
            plot_size=(6.4, 6.4),
            color_bar_label=self._say("feature_value"),
        )
        self._translate(axes)
        self._save(axes, self._say("log_odds"), path)

    def _translate(self, axes: Axes) -> None:
        """Put what shap writes by itself into the reader's language: ends of the colours, and what has no row."""
        from matplotlib import pyplot as plt

        plt.gcf().axes[-1].set_yticklabels([self._say("low_value"), self._say("high_value")])
        others = len(self.labels) - _FEATURES_SHOWN + 1
        if others > 1:
            names = [text.get_text() for text in axes.get_yticklabels()]
            axes.set_yticklabels([self._say("other_features", count=others), *names[1:]])

    def dependence(self, position: int, column: tuple[Floats, Floats], path: Path) -> None:
        """One feature's effect against its value."""
        import shap
        from matplotlib import pyplot as plt

        feature, label = self.spec.features[position], self.labels[position]
        values, effect = column
        ends: dict[str, Any] = {"xmin": "percentile(0.5)", "xmax": "percentile(99.5)"}
        if feature.categorical:
            values, ends = np.nan_to_num(whole_codes(values), nan=len(feature.levels) + 1), {}
        axes = plt.figure(figsize=(6, 4.2)).gca()
        explanation = shap.Explanation(effect, data=values, feature_names=label)
        shap.plots.scatter(explanation, show=False, ax=axes, alpha=0.4, **ends)
        if feature.categorical:
            self._name_levels(axes, feature)
        axes.set_ylabel(self._say("log_odds"))
        self._save(axes, label, path)

    def _name_levels(self, axes: Axes, feature: Feature) -> None:
        """Levels instead of codes, as far as there is room for names."""
        names = [_plain(level) for level in (*feature.levels, self._say("other_level"), self._say("no_level"))]
        if len(names) <= _LEVELS_NAMED:
            axes.set_xticks(range(len(names)), names, rotation=40, ha="right")
            axes.set_xlim(-0.5, len(names) - 0.5)

    def _save(self, axes: Axes, label: str, path: Path) -> None:
        from matplotlib import pyplot as plt

        axes.set_xlabel(label)
        for axis in (axes.xaxis, axes.yaxis):
            if isinstance(axis.get_major_formatter(), ScalarFormatter):
                axis.set_major_formatter(_Numbers(self.wording.formats.decimal))
        plt.savefig(path, dpi=_DPI, bbox_inches="tight")
        plt.close()

    def _say(self, key: str, **values: object) -> str:
        return self.wording.say(f"drawing.{key}", **values)


def _plain(label: str) -> str:
    """A name from data as a plot writes it: cut, and with no mark-up read into it."""
    cut = label if len(label) <= _LABEL_LETTERS else f"{label[: _LABEL_LETTERS - 1]}…"
    return cut.replace("$", r"\$")
