"""Learning what stands for a category: how often its training leads converted, without looking at the lead itself."""

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import pandas as pd

from leadscore.model.arrays import Codes, Floats
from leadscore.model.learning.learner.boosting import BoostingRows
from leadscore.model.learning.learner.hyperparameters import DEFAULT, Flavour
from leadscore.model.scoring.contributions.additive import Encoding, joint_codes

MIN_LEVELS = 10
"""Categories with more levels than this are encoded; trees split the smaller ones by themselves."""

_INNER_FOLDS = 10
_MAX_PAIRS = 10
_MIN_PAIR_GAIN = 2e-4  # nats of log loss beyond what both say alone
_MAX_PAIRED = 40  # categories that are tried in pairs; the work grows with their square


@dataclass(frozen=True)
class Plan:
    """Which categories, alone or in pairs, are encoded; each by two columns, a conversion rate and a count.

    Attributes:
        groups: Positions of one or two features each.
        sizes: Number of codes per feature of the matrix, without missing; 0 for a number.
        prior_leads: Leads' worth by which a rate is drawn towards the overall one.
    """

    groups: tuple[tuple[int, ...], ...]
    sizes: tuple[int, ...]
    prior_leads: float = DEFAULT.prior_leads

    def sizes_of(self, group: tuple[int, ...]) -> tuple[int, ...]:
        """Number of codes of the group's features."""
        return tuple(self.sizes[position] for position in group)


def plan_encodings(
    rows: BoostingRows, sizes: tuple[int, ...], *, seed: int, prior_leads: float = DEFAULT.prior_leads
) -> Plan:
    """Every category of more than ten levels, and up to ten pairs that say more together than each alone.

    Args:
        rows: Training rows.
        sizes: Number of codes per feature, rare levels included; 0 for a number.
        seed: Of the inner folds.
        prior_leads: Leads' worth by which a rate is drawn towards the overall one.
    """
    bare = Plan((), sizes, prior_leads)
    singles = tuple((position,) for position, size in enumerate(sizes) if size - 1 > MIN_LEVELS)
    return replace(bare, groups=(*singles, *_informative_pairs(rows, bare, seed)))


def _informative_pairs(rows: BoostingRows, bare: Plan, seed: int) -> list[tuple[int, ...]]:
    categories = [position for position, size in enumerate(bare.sizes) if size]
    if len(categories) > _MAX_PAIRED:
        return []
    inner = _Inner.of(rows, seed)
    alone = {position: max(inner.gain(rows, bare, (position,)), 0.0) for position in categories}
    excess = {
        pair: inner.gain(rows, bare, pair) - alone[pair[0]] - alone[pair[1]] for pair in combinations(categories, 2)
    }
    worth = sorted((pair for pair in excess if excess[pair] > _MIN_PAIR_GAIN), key=lambda pair: -excess[pair])
    return [*worth[:_MAX_PAIRS]]


def cross_fitted(rows: BoostingRows, plan: Plan, *, seed: int) -> Floats:
    """The plan's columns for the training rows themselves, each from the other nine tenths of the leads."""
    inner = _Inner.of(rows, seed)
    columns = [column for group in plan.groups for column in inner.columns(rows, plan, group)]
    return np.column_stack(columns) if columns else np.zeros((len(rows.converted), 0))


def learn_encodings(rows: BoostingRows, plan: Plan) -> tuple[Encoding, ...]:
    """The plan's columns for new rows, from all training rows."""
    overall = float(np.average(rows.converted, weights=rows.weights))
    made = []
    for group in plan.groups:
        sizes = plan.sizes_of(group)
        codes, position = np.unique(joint_codes(rows.matrix, group, sizes), return_inverse=True)
        leads = np.bincount(position, rows.weights, minlength=len(codes))
        won = np.bincount(position, rows.weights * rows.converted, minlength=len(codes))
        known = tuple(int(code) for code in codes)
        rate = (won + plan.prior_leads * overall) / (leads + plan.prior_leads)
        made.append(Encoding(group, sizes, known, tuple(rate.tolist()), overall))
        made.append(Encoding(group, sizes, known, tuple(leads.tolist()), 0.0))
    return tuple(made)


@dataclass(frozen=True)
class _Inner:
    """Inner folds by lead, one number per row."""

    fold: Codes

    @classmethod
    def of(cls, rows: BoostingRows, seed: int) -> "_Inner":
        leads, position = np.unique(rows.leads, return_inverse=True)
        shuffled = np.random.default_rng(seed).permutation(len(leads))
        return cls(shuffled[position] % _INNER_FOLDS)

    def columns(self, rows: BoostingRows, plan: Plan, group: tuple[int, ...]) -> tuple[Floats, Floats]:
        """Conversion rate and count of a row's kind among the leads of the other folds."""
        kinds = _Kinds.of(rows, plan, group)
        leads = self._elsewhere(self._within(kinds, rows.weights))
        rate = self._rate(leads, self._elsewhere(self._within(kinds, rows.weights * rows.converted)), plan)
        # counts are of nine tenths of the leads: scaled up to what new rows will find in the table
        scale = _INNER_FOLDS / (_INNER_FOLDS - 1)
        return rate[self.fold, kinds.kind], scale * leads[self.fold, kinds.kind]

    def gain(self, rows: BoostingRows, plan: Plan, group: tuple[int, ...]) -> float:
        """Log loss that the group's rates save against the overall rate, in nats per lead."""
        kinds = _Kinds.of(rows, plan, group)
        leads, won = self._within(kinds, rows.weights), self._within(kinds, rows.weights * rows.converted)
        rate = self._rate(self._elsewhere(leads), self._elsewhere(won), plan)
        overall = won.sum() / leads.sum()
        saved = won * np.log(rate / overall) + (leads - won) * np.log((1 - rate) / (1 - overall))
        return float(saved.sum() / leads.sum())

    def _within(self, kinds: "_Kinds", amounts: Floats) -> Floats:
        """Sums per fold and kind."""
        joint = self.fold * kinds.n_kinds + kinds.kind
        sums = np.bincount(joint, amounts, minlength=_INNER_FOLDS * kinds.n_kinds)
        return np.asarray(sums.reshape(_INNER_FOLDS, kinds.n_kinds), dtype=np.float64)

    def _elsewhere(self, within: Floats) -> Floats:
        """Sums per fold and kind over the rows of all other folds."""
        elsewhere: Floats = np.maximum(within.sum(axis=0) - within, 0.0)
        return elsewhere

    def _rate(self, leads: Floats, won: Floats, plan: Plan) -> Floats:
        overall = won.sum(axis=1, keepdims=True) / leads.sum(axis=1, keepdims=True)
        rate: Floats = (won + plan.prior_leads * overall) / (leads + plan.prior_leads)
        return rate


@dataclass(frozen=True)
class _Kinds:
    """Which kind of a group each row shows, numbered in the order of their first rows."""

    kind: Codes
    n_kinds: int

    @classmethod
    def of(cls, rows: BoostingRows, plan: Plan, group: tuple[int, ...]) -> "_Kinds":
        # hashing takes a tenth of the time that sorting does, and there may be hundreds of pairs
        kind, codes = pd.factorize(joint_codes(rows.matrix, group, plan.sizes_of(group)))
        return cls(np.asarray(kind, dtype=np.int64), len(codes))


@dataclass(frozen=True)
class WideRows:
    """Training rows with the columns of their encodings; each flavour sees the other's columns as constants.

    Attributes:
        rows: The training rows.
        plan: What is encoded.
        encodings: The tables that encode rows never learned from.
        encoded: The encodings' columns of the training rows, cross-fitted.
    """

    rows: BoostingRows
    plan: Plan
    encodings: tuple[Encoding, ...]
    encoded: Floats

    @classmethod
    def of(cls, rows: BoostingRows, plan: Plan, *, seed: int) -> "WideRows":
        """Encode training rows by the plan."""
        return cls(rows, plan, learn_encodings(rows, plan), cross_fitted(rows, plan, seed=seed))

    def training(self, flavour: Flavour) -> BoostingRows:
        """The training rows as the flavour sees them."""
        return self._for_flavour(flavour, self.rows, self.encoded)

    def new(self, flavour: Flavour, rows: BoostingRows) -> BoostingRows:
        """Rows that were not learned from, as the flavour sees them."""
        columns = [encoding.column(rows.matrix) for encoding in self.encodings]
        return self._for_flavour(flavour, rows, np.column_stack([np.zeros((len(rows.converted), 0)), *columns]))

    def _for_flavour(self, flavour: Flavour, rows: BoostingRows, encoded: Floats) -> BoostingRows:
        matrix = np.hstack([rows.matrix, encoded])
        if flavour == "trees":
            matrix[:, rows.matrix.shape[1] :] = 0.0
        else:
            matrix[:, [group[0] for group in self.plan.groups if len(group) == 1]] = 0.0
        return replace(rows, matrix=matrix)
