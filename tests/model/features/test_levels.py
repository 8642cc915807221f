"""Levels of a category: which are told apart, that rare ones are never listed, and that only encodings see them."""

import json

import lightgbm as lgb
import numpy as np
import pytest

from leadscore.model.arrays import Floats
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.levels import Levels, every_code, hashed, learn_levels, rare_code, whole_codes
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.features.spec import Feature, FeatureSpec, InputColumn, Signal, spec_from_dict

COUNTS = {"often": 10, "seldom": 9, "thrice": 3, "twice": 2, "\ud800": 3}


def spec_of(levels: Levels) -> FeatureSpec:
    feature = Feature("city", "city", "category", "city").of_levels(levels)
    return FeatureSpec(
        (InputColumn("city", "category", levels.own),), (Signal("city", "City", "fit"),), (feature,), dated=False
    )


def test_ten_leads_give_a_code_of_its_own_and_three_a_hash() -> None:
    levels = learn_levels("city", COUNTS)
    assert levels.own == ("often",)
    assert len(levels.rare) == 3
    assert list(levels.rare) == sorted(levels.rare)


def test_of_many_frequent_levels_the_250_most_frequent_have_a_code_and_the_others_a_hash() -> None:
    levels = learn_levels("city", {f"c{number:03}": 1_000 - number for number in range(400)})
    assert levels.own == tuple(f"c{number:03}" for number in range(250))
    assert len(levels.rare) == 150


def test_a_category_without_rare_levels_has_no_key() -> None:
    assert learn_levels("city", {"often": 10, "twice": 2}) == Levels(("often",), compared="folded")


def test_a_specification_lists_no_rare_level_and_a_guess_can_be_confirmed() -> None:
    levels = learn_levels("city", COUNTS)
    written = json.dumps(spec_of(levels).as_dict())
    assert "often" in written
    assert not any(rare in written for rare in ("seldom", "thrice", "twice"))
    assert hashed("thrice", bytes.fromhex(levels.key)) in written


def test_the_key_follows_from_the_data_and_differs_with_them() -> None:
    assert learn_levels("city", COUNTS) == learn_levels("city", dict(reversed(COUNTS.items())))
    keys = {learn_levels(name, counts).key for name in ("city", "town") for counts in (COUNTS, {**COUNTS, "new": 1})}
    assert len(keys) == 4


def test_a_rare_level_has_a_code_between_the_others_and_the_next_whole_number() -> None:
    spec = spec_of(learn_levels("city", COUNTS))
    values = np.array(["often", "seldom", "thrice", "twice", "never met", None], dtype=object)
    leads = LeadTable(tuple("012345"), {"city": values})
    codes = feature_matrix(spec, leads, EventLog.empty(6), Snapshots(np.arange(6), np.zeros(6, np.int64)))[:, 0]
    assert whole_codes(codes[:5]).tolist() == [0, 1, 1, 1, 1]
    assert np.isnan(codes[5])
    assert codes[3] == codes[4] == 1.0
    assert len({*codes[1:4]}) == 3
    assert {*every_code(codes[:3])} < {0, 2, 3, 4}
    again = spec_from_dict(json.loads(json.dumps(spec.as_dict())))
    assert again == spec
    assert (spec.code_counts, spec.encoded_counts) == ([2], [5])


def test_a_specification_of_an_earlier_release_has_no_rare_levels() -> None:
    raw = spec_of(Levels(("often",))).as_dict()
    for key in ("rare", "rare_key"):
        del raw["features"][0][key]
    assert spec_from_dict(raw).features[0].code("never met") == 1.0


@pytest.mark.parametrize("key", ["", "not hexadecimal"])
def test_hashes_without_a_key_are_refused(key: str) -> None:
    raw = spec_of(learn_levels("city", COUNTS)).as_dict()
    raw["features"][0]["rare_key"] = key
    with pytest.raises(ValueError, match=r"has|have|hexadecimal"):
        spec_from_dict(raw)


def test_codes_of_rare_levels_are_exact_up_to_millions() -> None:
    numbers = np.array([1, 2, 1_000, 4_999_999])
    codes = np.array([rare_code(250, int(number)) for number in numbers])
    assert (every_code(codes) == 250 + numbers).all()
    assert (whole_codes(codes) == 250).all()


def test_trees_take_every_rare_level_for_one_of_the_others() -> None:
    rng = np.random.default_rng(0)
    codes = np.where(rng.random(2_000) < 0.5, rng.integers(0, 5, 2_000), 5 + rng.integers(1, 90, 2_000) * 2.0**-24)
    label = rng.random(2_000) < np.where(codes >= 5, 0.6, 0.1 + codes / 10)
    settings = {"verbose": -1, "num_threads": 1, "deterministic": True, "min_data_per_group": 1, "cat_smooth": 1.0}

    def grown(values: Floats) -> lgb.Booster:
        data = lgb.Dataset(values[:, None], label.astype(float), categorical_feature=[0])
        return lgb.train(settings | {"objective": "binary"}, data, num_boost_round=20)

    fine, coarse = grown(codes), grown(np.floor(codes))
    assert fine.model_to_string() == coarse.model_to_string()
    for of in ({"raw_score": True}, {"pred_contrib": True}):
        np.testing.assert_array_equal(
            fine.predict(codes[:, None], **of), coarse.predict(np.floor(codes)[:, None], **of)
        )
