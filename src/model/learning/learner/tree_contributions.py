"""Exact SHAP values of many rows by few trees: rows that a tree cannot tell apart are explained once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import lightgbm as lgb
import numpy as np

from leadscore.model.arrays import Floats, Integers, Mask

_CATEGORICAL, _DEFAULT_LEFT, _MISSING, _MISSING_IS_NAN = 1, 2, 12, 8  # bits of LightGBM's decision_type
_MOST_SPLITS = 62  # one bit of a whole number each
_WORD_BITS = 32


def tree_contributions(booster: lgb.Booster, matrix: Floats, *, n_trees: int, threads: int) -> Floats:
    """LightGBM's own ``pred_contrib`` of the first trees, without the expected value; one column per feature.

    A tree says the same of all rows that pass the same of its splits, and there are few such patterns beside the rows:
    one row of each is explained by LightGBM, tree by tree. On the sample's 25,000 looks this took a third of the time.

    Args:
        booster: The trees.
        matrix: What they read.
        n_trees: How many of them count.
        threads: For LightGBM.
    """
    found = np.zeros(matrix.shape)
    for position, splits in enumerate(islice(_splits_by_tree(booster), n_trees)):
        if not len(splits.features):
            continue
        _, first, pattern = np.unique(splits.pattern(matrix), return_index=True, return_inverse=True)
        values = booster.predict(
            matrix[first], pred_contrib=True, start_iteration=position, num_iteration=1, num_threads=threads
        )
        used = np.unique(splits.features)
        found[:, used] += np.asarray(values)[:, used][pattern]
    return found


@dataclass(frozen=True)
class _Splits:
    """The splits of one tree as arrays, as its text has them."""

    features: Integers
    thresholds: Floats
    decisions: Integers
    boundaries: Integers
    words: Integers

    def pattern(self, matrix: Floats) -> Integers:
        """One whole number per row for the splits that send it to the left, whether it comes past them or not."""
        if len(self.features) > _MOST_SPLITS:
            return np.arange(len(matrix))
        values = matrix[:, self.features]
        unknown = np.isnan(values)
        nan_left = (self.decisions & _DEFAULT_LEFT) > 0
        # what a split has not met in training counts as zero there
        unknown_left = np.where((self.decisions & _MISSING) == _MISSING_IS_NAN, nan_left, self.thresholds >= 0)
        left = np.where(unknown, unknown_left, values <= self.thresholds)
        for split in np.flatnonzero(self.decisions & _CATEGORICAL):
            left[:, split] = self._among(split, values[:, split])
        pattern: Integers = left @ (1 << np.arange(len(self.features), dtype=np.int64))
        return pattern

    def _among(self, split: np.intp, codes: Floats) -> Mask:
        """Which codes are among those that a categorical split names, by its words of 32 bits."""
        start, end = self.boundaries[int(self.thresholds[split]) :][:2]
        words = self.words[start:end]
        n_bits = _WORD_BITS * len(words)
        code = np.clip(np.where(np.isnan(codes), -1, codes), -1, n_bits).astype(np.int64)
        inside = (code >= 0) & (code < n_bits)
        code[~inside] = 0
        among: Mask = inside & ((words[code // _WORD_BITS] >> (code % _WORD_BITS)) & 1 > 0)
        return among


def _splits_by_tree(booster: lgb.Booster) -> Iterator[_Splits]:
    trees = booster.model_to_string().partition("\nend of trees")[0]
    for text in re.split(r"^Tree=\d+$", trees, flags=re.MULTILINE)[1:]:
        lines = dict(re.findall(r"^(\w+)=(.*)$", text, flags=re.MULTILINE))
        features = _whole(lines.get("split_feature", ""))
        yield _Splits(
            features,
            np.array(lines.get("threshold", "").split(), dtype=np.float64),
            _whole(lines.get("decision_type", "")),
            _whole(lines.get("cat_boundaries", "")),
            _whole(lines.get("cat_threshold", "")),
        )


def _whole(text: str) -> Integers:
    return np.array(text.split(), dtype=np.int64)
