"""The arrays that everything is made of, by what they hold; each name is one numpy type."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
"""Real numbers; NaN is unknown."""

SmallFloats = NDArray[np.float32]
"""Real numbers in half the memory, to about seven digits."""

Integers = NDArray[np.int64]
"""Whole numbers."""

Codes = NDArray[np.int64]
"""Positions in a list of values that are told apart; below zero: none of them."""

LevelCodes = NDArray[np.int32]
"""Positions in the levels of a text column, as small as millions of events need them; -1 is missing."""

Positions = NDArray[np.int64]
"""Row numbers, from zero."""

Moments = NDArray[np.int64]
"""Microseconds since 1970-01-01 UTC; ``timestamps.NEVER`` where there is no date."""

Mask = NDArray[np.bool_]
"""For which rows something holds."""
