"""Both SQL queries of the benchmark say what the product says, or their times could not be compared."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.activity import Size, write_activity
from benchmarks.sides import SIDES


@pytest.mark.parametrize("side", ["direct", "staged"])
def test_sql_gives_the_features_of_the_product(tmp_path: Path, side: str) -> None:
    write_activity(tmp_path, Size(events=20_000, leads=2_000))
    np.testing.assert_array_equal(SIDES[side](tmp_path)(), SIDES["product"](tmp_path)())
