"""The learner's hyperparameters: what a search may change, with the values that were best over many data sets."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

Flavour = Literal["trees", "encoded_trees"]


@dataclass(frozen=True)
class Hyperparameters:
    """How hard each part of the learner tries; ``Hyperparameters(**raw)`` reads what ``as_dict`` wrote.

    Attributes:
        learning_rate: Share of each tree's step that is taken.
        num_leaves, encoded_num_leaves: Leaves of a tree that splits categories by itself, and of one that reads
            them as conversion rates and counts.
        encoded_extra_trees: The latter try one random threshold per feature instead of all.
        min_data_in_leaf: Rows a leaf needs.
        feature_fraction, bagging_fraction: Share of the features, and of the rows, that a tree sees.
        lambda_l2, path_smooth, cat_smooth, cat_l2: How far leaves are drawn towards zero and their parents; the
            last two, those of splits over categories.
        prior_leads: Leads' worth by which an encoded conversion rate is drawn towards the overall one.
        logistic_c: The logistic regression's inverse strength of regularisation.
        blend_pull: How strongly the blend's weights are drawn to equal ones, against the summed log loss; 5 is a
            normal prior with a standard deviation of .32.
    """

    learning_rate: float = 0.06
    num_leaves: int = 7
    encoded_num_leaves: int = 15
    encoded_extra_trees: bool = True
    min_data_in_leaf: int = 50
    feature_fraction: float = 0.5
    bagging_fraction: float = 0.8
    lambda_l2: float = 5.0
    path_smooth: float = 10.0
    cat_smooth: float = 20.0
    cat_l2: float = 20.0
    prior_leads: float = 10.0
    logistic_c: float = 1.0
    blend_pull: float = 5.0

    def boosting(self, flavour: Flavour) -> dict[str, Any]:
        """LightGBM's names and values for one flavour of trees."""
        differs = {
            "trees": {"num_leaves": self.num_leaves},
            "encoded_trees": {"num_leaves": self.encoded_num_leaves, "extra_trees": self.encoded_extra_trees},
        }
        return {**{name: getattr(self, name) for name in _SHARED}, "bagging_freq": 1, **differs[flavour]}

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


_SHARED = (
    "learning_rate",
    "min_data_in_leaf",
    "feature_fraction",
    "bagging_fraction",
    "lambda_l2",
    "path_smooth",
    "cat_smooth",
    "cat_l2",
)

DEFAULT = Hyperparameters()
"""Within noise of the best on fifteen splits of ten conversion sets, where LightGBM's defaults lost on every one."""
