import re
from pathlib import Path

import numpy as np
import pytest
from english_leftovers import english_in
from matplotlib import pyplot as plt
from matplotlib.text import Text

from leadscore.model.arrays import Floats
from leadscore.model.features.spec import Feature, FeatureSpec, InputColumn, Signal
from leadscore.model.report.plots import draw_plots, feature_labels
from leadscore.model.scoring.language import english, wording_in

SEED = 7
SIGNALS = (Signal("budget", "Budget $ (net $", "fit"), Signal("demo", "Demos", "interest"), Signal("who", "Who", "fit"))
FEATURES = (
    Feature("budget", "budget", "numeric", "budget"),
    Feature("demo_7", "demo", "count", "demo", window_days=7),
    Feature("demo_last", "demo", "recency", "demo"),
    Feature("who", "who", "category", "who", levels=("$a$", "b")),
    Feature("weekday", "demo", "weekday", levels=tuple("abcdefghijklmnopqrstuvw")),
)
SPEC = FeatureSpec((InputColumn("budget", "numeric"),), SIGNALS, FEATURES, dated=True)


def explained(rows: int = 60) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(1)
    matrix = rng.normal(size=(rows, len(FEATURES)))
    matrix[:, 3], matrix[:, 4] = rng.integers(0, 3, rows), rng.integers(0, 23, rows)
    matrix[::3, [0, 3]], matrix[0, 0] = np.nan, np.inf
    matrix[1:, 2] = 0.0
    return matrix, rng.normal(size=matrix.shape) * [4, 3, 2, 5, 0.1]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plots")
    draw_plots(SPEC, explained(), folder, english(), seed=SEED)
    return folder


def test_a_beeswarm_and_the_four_strongest_features_are_drawn(drawn: Path) -> None:
    expected = {"beeswarm.png", *(f"dependence_{rank}.png" for rank in (1, 2, 3, 4))}
    assert {path.name for path in drawn.iterdir()} == expected
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in drawn.iterdir())


def test_the_same_seed_draws_the_same_plots_and_leaves_random_numbers_alone(drawn: Path, tmp_path: Path) -> None:
    np.random.seed(3)
    expected = np.random.random()  # what follows the seed where nobody draws in between
    np.random.seed(3)
    draw_plots(SPEC, explained(), tmp_path, english(), seed=SEED)
    assert np.random.random() == expected
    assert all((tmp_path / path.name).read_bytes() == path.read_bytes() for path in drawn.iterdir())


def test_a_feature_that_never_moves_the_score_has_no_dependence_plot(tmp_path: Path) -> None:
    matrix, contributions = explained()
    contributions[:, 1:] = 0
    draw_plots(SPEC, (matrix, contributions), tmp_path, english(), seed=SEED)
    assert {path.name for path in tmp_path.iterdir()} == {"beeswarm.png", "dependence_1.png"}


@pytest.mark.parametrize("value", [np.nan, 0.0, np.inf])
def test_a_feature_without_two_known_values_has_no_dependence_plot(value: float, tmp_path: Path) -> None:
    matrix, contributions = explained()
    matrix[:, :4] = value
    draw_plots(SPEC, (matrix, contributions), tmp_path, english(), seed=SEED)
    assert {path.name for path in tmp_path.iterdir()} == {"beeswarm.png", "dependence_1.png"}


def test_plots_speak_german(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    written: list[str] = []

    def keep_texts(*_: object, **__: object) -> None:
        figure = plt.gcf()
        figure.canvas.draw()
        written.extend(text.get_text() for text in figure.findobj(Text))

    monkeypatch.setattr(plt, "savefig", keep_texts)
    german, signals = wording_in("de"), [Signal(f"s{i}", f"Zahl {i}", "fit") for i in range(20)]
    features = tuple(Feature(signal.name, signal.name, "numeric", signal.name) for signal in signals)
    wide = FeatureSpec((), (*SIGNALS, *signals), (*FEATURES, *features), dated=True)
    matrix, contributions = (np.hstack([part, np.random.default_rng(0).normal(size=(60, 20))]) for part in explained())
    draw_plots(wide, (matrix, contributions), tmp_path, german, seed=SEED)
    assert {"Wirkung auf die Log-Odds", "Wert des Merkmals", "niedrig", "hoch", "(nicht bekannt)"} <= set(written)
    assert "Summe von 11 weiteren Merkmalen" in written
    assert "Demos: Anzahl, 7 Tage" in written
    assert english_in("\n".join(written), german, "drawing") == set()
    assert not [text for text in written if re.search(r"\d\.\d", text)]


def test_features_of_one_signal_are_told_apart() -> None:
    assert feature_labels(SPEC, english()) == [
        "Budget $ (net $",
        "Demos: number, 7 d",
        "Demos: days since the last",
        "Who",
        "Demos: weekday",
    ]
