"""Segments of a signal: past leads to whom it adds about as many points, cut by a small tree on what it adds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np
from sklearn.tree import DecisionTreeRegressor

from leadscore.model.arrays import Codes, Floats, Mask
from leadscore.model.features.spec import Feature, FeatureSpec
from leadscore.model.learning.reference_rates.bin_edges import is_whole, readable_edges
from leadscore.model.learning.reference_rates.past_looks import PastLooks
from leadscore.model.scoring.rates import Bins

MIN_LEADS = 50
MIN_SHARE = 0.01
"""A segment that the tree cuts has so many leads, and so large a share of them, at least."""

ONE_SIGN = 0.9
"""In a segment the points of so many leads are of one sign, where their values allow it."""

MOST_SEGMENTS = 12
_ALIKE = 1.5
"""Neighbours are one segment where the signal adds no more than so many times as much to one as to the other."""

_A_POINT = np.log(2.0) / 10
_OF_SPREAD = 0.5
"""Neither is a cut that is small beside how much the points differ on either side of it."""

State = Literal["known", "missing", "zero", "other"]
"""What sets a value apart whatever it adds: nothing, being missing, a count of nothing, or being rare."""


@dataclass(frozen=True)
class _Ranked:
    """The values of one feature in the order in which a tree cuts them.

    Attributes:
        bins: Bins with every edge that may be cut at; of a category one for each code.
        rank: Place of each bin in that order.
        state: What sets each bin apart.
    """

    bins: Bins
    rank: Codes
    state: tuple[State, ...]


@dataclass(frozen=True)
class _Box:
    """A segment: the bins of each feature, and its leads in figures.

    Attributes:
        bins: Per feature the bins inside.
        rows: Positions of its looks.
        mean: What the signal adds on average, in log-odds.
        spread: Standard deviation of that over its looks.
        one_sign: Share of its looks to which the signal adds something of the more frequent sign.
        leads: How many different leads.
    """

    bins: tuple[Codes, ...]
    rows: Codes
    mean: float
    spread: float
    one_sign: float
    leads: int


def cut(spec: FeatureSpec, positions: Sequence[int], added: Floats, looks: PastLooks) -> tuple[tuple[Bins, ...], Codes]:
    """Bins of one feature or two, and the segment of each combination of them.

    Values that are missing, rare, or a count of nothing stand apart. The others are cut by a regression tree on what
    the signal adds; then neighbours to which it adds about the same are joined.

    Args:
        spec: The features of the matrix.
        positions: The features that the signal's sentence names.
        added: What the signal adds to each look, in log-odds.
        looks: The looks at past leads.
    """
    ranked = tuple(_ranked(spec.features[position], position, added, looks) for position in positions)
    boxes = [box for part in _parts(ranked, looks) for box in _boxes(ranked, part, added, looks)]
    return _narrowed(ranked, boxes)


def _ranked(feature: Feature, position: int, added: Floats, looks: PastLooks) -> _Ranked:
    values = looks.matrix[:, position]
    known = ~np.isnan(values)
    if feature.categorical:
        return _ranked_codes(Bins(position, codes=len(feature.levels) + 1), added, looks)
    whole = bool(known.any()) and is_whole(values[known])
    days = feature.kind in ("age", "days_since", "recency")
    edges = readable_edges(values[known], looks.weights[known], whole_days=days) if known.any() else np.zeros(0)
    counted = feature.kind in ("count", "distinct_days")
    if counted:
        edges = np.union1d(edges, [1.0])
    bins = Bins(position, tuple(edges.tolist()), whole=whole)
    states: list[State] = ["known"] * bins.size
    states[0], states[-1] = "zero" if counted else "known", "missing"
    return _Ranked(bins, np.arange(bins.size), tuple(states))


def _ranked_codes(bins: Bins, added: Floats, looks: PastLooks) -> _Ranked:
    """Codes by what the signal adds on average (as in target encoding), so that a range of ranks is a set of values."""
    code = bins.of(looks.matrix)
    weight = np.bincount(code, looks.weights, minlength=bins.size)
    total = np.bincount(code, looks.weights * added, minlength=bins.size)
    rank = np.empty(bins.size, dtype=np.int64)
    rank[np.argsort(total / np.maximum(weight, 1e-12), kind="stable")] = np.arange(bins.size)
    states: list[State] = ["known"] * bins.size
    states[-2:] = "other", "missing"
    return _Ranked(bins, rank, tuple(states))


def _parts(ranked: tuple[_Ranked, ...], looks: PastLooks) -> Iterator[tuple[tuple[Codes, ...], Codes]]:
    """Bins per feature and looks, for each combination of what sets values apart that occurs."""
    in_bin = [part.bins.of(looks.matrix) for part in ranked]
    for states in product(*(dict.fromkeys(part.state) for part in ranked)):
        inside = tuple(
            np.flatnonzero([own == state for own in part.state]) for part, state in zip(ranked, states, strict=True)
        )
        rows = np.flatnonzero(
            np.logical_and.reduce([np.isin(own, kept) for own, kept in zip(in_bin, inside, strict=True)])
        )
        if len(rows):
            yield inside, rows


def _boxes(
    ranked: tuple[_Ranked, ...], part: tuple[tuple[Codes, ...], Codes], added: Floats, looks: PastLooks
) -> list[_Box]:
    """The leaves of a small tree over some looks, neighbours that say the same joined."""
    bins, rows = part
    whole = _box(bins, rows, added, looks)
    ranks = np.stack([own.rank[own.bins.of(looks.matrix[rows])] for own in ranked], axis=1).astype(np.float64)
    least = max(MIN_LEADS, int(np.ceil(MIN_SHARE * looks.n_leads)))
    if whole.leads < 2 * least:
        return [whole]
    looks_of_least = int(np.ceil(least * len(rows) / whole.leads))
    tree = DecisionTreeRegressor(max_leaf_nodes=MOST_SEGMENTS, min_samples_leaf=looks_of_least, random_state=0)
    tree.fit(ranks, added[rows], sample_weight=looks.weights[rows])
    nodes = tree.tree_

    def grown(node: int, bins: tuple[Codes, ...], inside: Mask) -> list[_Box]:
        feature, threshold = int(nodes.feature[node]), float(nodes.threshold[node])
        if nodes.children_left[node] < 0:
            return [_box(bins, rows[inside], added, looks)]
        below = ranks[:, feature] <= threshold
        own = ranked[feature].rank[bins[feature]] <= threshold
        left, right = (
            grown(int(child), (*bins[:feature], bins[feature][kept], *bins[feature + 1 :]), inside & side)
            for child, kept, side in (
                (nodes.children_left[node], own, below),
                (nodes.children_right[node], ~own, ~below),
            )
        )
        return _joined(left, right, _box(bins, rows[inside], added, looks), least=least)

    return grown(0, bins, np.ones(len(rows), dtype=bool))


def _box(bins: tuple[Codes, ...], rows: Codes, added: Floats, looks: PastLooks) -> _Box:
    weights = looks.weights[rows]
    raised = float(np.average(added[rows] > 0, weights=weights))
    mean = float(np.average(added[rows], weights=weights))
    spread = float(np.sqrt(np.average((added[rows] - mean) ** 2, weights=weights)))
    return _Box(bins, rows, mean, spread, max(raised, 1 - raised), len(np.unique(looks.lead[rows])))


def _joined(left: list[_Box], right: list[_Box], both: _Box, *, least: int) -> list[_Box]:
    """The two sides of a cut, or one segment where some of it are too few or both sides say the same."""
    if any(box.leads < least for box in (*left, *right)):
        return [both]
    if len(left) > 1 or len(right) > 1:
        return [*left, *right]
    one, other = left[0], right[0]
    same = _alike(one.mean, other.mean, both.spread) and _pure(both) >= min(_pure(one), _pure(other))
    return [both] if same else [one, other]


def _pure(box: _Box) -> bool:
    return box.one_sign >= ONE_SIGN


def _alike(one: float, other: float, spread: float) -> bool:
    low, high = sorted((abs(one), abs(other)))
    small = abs(one - other) < max(_A_POINT, _OF_SPREAD * spread)
    return small or (one * other > 0 and high < _ALIKE * low)


def _narrowed(ranked: tuple[_Ranked, ...], boxes: Sequence[_Box]) -> tuple[tuple[Bins, ...], Codes]:
    """Only the edges that some segment begins or ends at, and the segment of each cell; the last one holds no look."""
    finest = np.full([part.bins.size for part in ranked], len(boxes))
    for number, box in enumerate(boxes):
        finest[np.ix_(*box.bins)] = number
    bins = []
    for axis, part in enumerate(ranked):
        if part.bins.codes:
            bins.append(part.bins)
            continue
        along = np.moveaxis(finest, axis, 0)
        differs = [place for place in range(len(part.bins.edges)) if (along[place] != along[place + 1]).any()]
        bins.append(Bins(part.bins.position, tuple(part.bins.edges[place] for place in differs), whole=part.bins.whole))
        kept = [0, *(place + 1 for place in differs), part.bins.size - 1]
        finest = np.moveaxis(along[kept], 0, axis)
    return tuple(bins), finest.ravel()
