"""How far a search may turn each knob of the learner."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Range:
    """Numbers from ``low`` to ``high``, both included; on a logarithmic scale, twice is as far from one as half is."""

    low: float
    high: float
    logarithmic: bool = True
    whole: bool = False


@dataclass(frozen=True)
class Switch:
    """On or off."""


SPACE: Mapping[str, Range | Switch] = {
    "learning_rate": Range(0.02, 0.2),
    "num_leaves": Range(3, 31, whole=True),
    "encoded_num_leaves": Range(3, 63, whole=True),
    "encoded_extra_trees": Switch(),
    "min_data_in_leaf": Range(10, 200, whole=True),
    "feature_fraction": Range(0.2, 1.0, logarithmic=False),
    "bagging_fraction": Range(0.5, 1.0, logarithmic=False),
    "lambda_l2": Range(0.05, 100.0),
    "path_smooth": Range(0.1, 100.0),
    "cat_smooth": Range(1.0, 100.0),
    "cat_l2": Range(1.0, 100.0),
    "prior_leads": Range(1.0, 100.0),
    "logistic_c": Range(0.01, 10.0),
    "blend_pull": Range(1.0, 100.0),
}
"""By the names of ``Knobs``, about a factor of three to a hundred around each default; others keep theirs."""
