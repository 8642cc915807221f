"""Hyperparameters survive being written and read, and reach the learner they belong to."""

import json
from dataclasses import fields, replace

import pytest

from leadscore.model.learning.learner.boosting import BoostingRun
from leadscore.model.learning.learner.hyperparameters import DEFAULT, Hyperparameters


def test_hyperparameters_written_as_json_are_read_back_equal() -> None:
    turned = Hyperparameters(num_leaves=3, encoded_extra_trees=False, logistic_c=0.1)
    assert Hyperparameters(**json.loads(json.dumps(turned.as_dict()))) == turned


def test_an_unknown_knob_is_refused() -> None:
    with pytest.raises(TypeError, match="max_depth"):
        Hyperparameters(**{**DEFAULT.as_dict(), "max_depth": 3})


_NOT_BOOSTING = {"prior_leads", "logistic_c", "blend_pull"}


@pytest.mark.parametrize("name", sorted({knob.name for knob in fields(Hyperparameters)} - _NOT_BOOSTING))
def test_every_knob_of_the_trees_reaches_lightgbm(name: str) -> None:
    turned = replace(DEFAULT, **{name: type(getattr(DEFAULT, name))(0.25 if "fraction" in name else 0)})
    assert any(
        BoostingRun(0, 1, turned, flavour).parameters(1) != BoostingRun(0, 1, DEFAULT, flavour).parameters(1)
        for flavour in ("trees", "encoded_trees")
    )


def test_the_flavours_differ_in_leaves_and_thresholds_alone() -> None:
    trees, encoded = (set(DEFAULT.boosting(flavour).items()) for flavour in ("trees", "encoded_trees"))
    assert {name for name, _ in trees ^ encoded} == {"num_leaves", "extra_trees"}
