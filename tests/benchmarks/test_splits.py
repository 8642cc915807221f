"""The comparison splits keep their rows and rates, or figures of different days could not be compared."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.comparisons import compare
from benchmarks.splits import SPLITS


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "rows", "converted", "features"),
    [
        ("coil2000 official", (5822, 4000), (348, 238), 85),
        ("olist", (3343, 2655), (398, 280), 5),
        ("bpic2012 +1 d", (1828, 1285), (708, 442), 30),
        ("bpic2012 +3 d", (1690, 1156), (706, 440), 30),
        ("bpic2012 +7 d", (1591, 1091), (677, 430), 30),
        ("bank random", (28831, 12357), (3248, 1392), 19),
        ("bank file order", (28831, 12357), (1606, 3034), 19),
    ],
)
def test_a_split_has_the_published_rows_and_conversions(
    real_data: Path, name: str, rows: tuple[int, int], converted: tuple[int, int], features: int
) -> None:
    built = SPLITS[name](real_data)
    sides = (built.training, built.test)
    assert tuple(len(side.converted) for side in sides) == rows
    assert tuple(int(side.converted.sum()) for side in sides) == converted
    assert {side.matrix.shape[1] for side in sides} == {len(built.spec.features)} == {features}


def test_levels_are_coded_by_the_training_rows_alone() -> None:
    features = pd.DataFrame({"kind": ["b", "a", None, "c"], "size": [1, 2, 3, 4]})
    built = compare(features, np.array([True, False, True, False]), training=np.array([True, True, False, False]))
    assert built.spec.features[0].levels == ("a", "b")
    assert built.training.matrix.tolist() == [[1.0, 1.0], [0.0, 2.0]]
    np.testing.assert_array_equal(built.test.matrix, [[np.nan, 3.0], [2.0, 4.0]])
