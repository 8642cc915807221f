"""Columns that alone predict significantly better than all other columns together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import lightgbm as lgb
import numpy as np
from scipy.stats import rankdata

from leadscore.model.arrays import Floats, Integers, Mask
from leadscore.model.data.leakage.evidence import FOLDS, EndedLeads, LeakColumn, evenly, rates_alone
from leadscore.model.data.leakage.leak import Sign
from leadscore.model.scoring.language import Wording

_CONFIDENT = 1.96


@dataclass(frozen=True)
class PairedAucs:
    """Two AUCs, and the 95 % interval of the first less the second."""

    first: float
    second: float
    low: float
    high: float


def paired_aucs(converted: Mask, first: Floats, second: Floats) -> PairedAucs:
    """Both AUCs with the interval of DeLong, DeLong and Clarke-Pearson (1988).

    Computed from midranks, after Sun and Xu (2014).

    Args:
        converted: Per lead, whether it converted; both must occur more than once.
        first: A score per lead.
        second: Another one.
    """
    won, lost = (a - b for a, b in zip(_placements(converted, first), _placements(converted, second), strict=True))
    error = float(np.sqrt(won.var(ddof=1) / len(won) + lost.var(ddof=1) / len(lost)))
    difference = float(won.mean())
    own, other = (float(_placements(converted, score)[0].mean()) for score in (first, second))
    return PairedAucs(own, other, difference - _CONFIDENT * error, difference + _CONFIDENT * error)


def _placements(converted: Mask, score: Floats) -> tuple[Floats, Floats]:
    """Per converted lead the share of the others it beats, and per other lead the share of those that beat it."""
    ranks, won, lost = rankdata(score), score[converted], score[~converted]
    beats = (ranks[converted] - rankdata(won)) / len(lost)
    beaten = 1 - (ranks[~converted] - rankdata(lost)) / len(won)
    return beats, beaten


_MOST_CELLS, _ENOUGH_LEADS = 4_000_000, 10_000
_MOST_LEVELS, _FEWEST_PER_LEVEL = 200, 10
_ROUNDS = 150
_PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.06,
    "num_leaves": 7,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "path_smooth": 10.0,
    "cat_smooth": 20.0,
    "cat_l2": 20.0,
    "max_bin": 63,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}


def sampled(leads: int, *, columns: int) -> Integers:
    """Positions of the leads to learn from: the fewer, the more columns there are."""
    return evenly(leads, most=max(_MOST_CELLS // max(columns, 1), _ENOUGH_LEADS))


def joint_scores(columns: Sequence[LeakColumn], leads: EndedLeads, rows: Integers) -> Floats:
    """Cross-fitted log-odds of these leads by all the columns."""
    matrix = np.column_stack([_numbers(column)[rows] for column in columns])
    categorical = [position for position, column in enumerate(columns) if not column.numeric]
    learning = leads.config.learning
    parameters = {**_PARAMETERS, "seed": learning.seed, "num_threads": learning.threads}
    converted, fold = leads.converted[rows], leads.fold[rows]
    scores = np.zeros(len(rows))
    for held_out in range(FOLDS):
        out = fold == held_out
        dataset = lgb.Dataset(
            matrix[~out], converted[~out].astype(float), categorical_feature=categorical, params=parameters
        )
        booster = lgb.train(parameters, dataset, num_boost_round=_ROUNDS)
        scores[out] = np.asarray(booster.predict(matrix[out], raw_score=True, num_threads=learning.threads))
    return scores


def _numbers(column: LeakColumn) -> Floats:
    """Numbers as they are; of categories the frequent levels as codes, all rare ones together as one more."""
    if column.numeric:
        return np.asarray(column.values, dtype=np.float64)
    counts = np.bincount(column.codes[column.known])
    frequent = np.argsort(-counts, kind="stable")[:_MOST_LEVELS]
    frequent = frequent[counts[frequent] >= _FEWEST_PER_LEVEL]
    code = np.full(len(counts) + 1, float(len(frequent)))
    code[frequent] = np.arange(len(frequent))
    code[-1] = np.nan  # where a missing value, of code -1, finds itself
    return code[column.codes]


_FEWEST_OTHERS = 3
_TOO_GOOD = 0.9


def strength(leads: EndedLeads, suspected: frozenset[str]) -> Iterator[tuple[str, Sign]]:
    """A column predicts better by itself than all others without a sign do together.

    The others are those no other sign speaks against, so that leaks do not hide one another. Only a column ahead of
    each of them can be ahead of all: that is every suspected one, and the best of the others. Beating one or two
    other columns is nothing unusual; there an AUC of .9 is required.

    Args:
        leads: What is looked at.
        suspected: Columns that other signs speak against.
    """
    alone = {name: auc.value for name, auc in leads.alone.items()}
    honest = [column.name for column in leads.features if column.name in alone and column.name not in suspected]
    best = max(honest, key=alone.__getitem__, default=None)
    ahead = [name for name in alone if name in suspected and (best is None or alone[name] > alone[best])]
    yield from _stronger_than_others(leads, ahead, honest)
    if best is not None:
        yield from _stronger_than_others(leads, [best], [name for name in honest if name != best])


def _stronger_than_others(leads: EndedLeads, names: Sequence[str], others: Sequence[str]) -> Iterator[tuple[str, Sign]]:
    names = [name for name in names if leads.alone[name].beyond_chance(len(leads.alone))]
    if len(others) < _FEWEST_OTHERS:
        yield from ((name, _too_good(leads, name)) for name in names if leads.alone[name].value >= _TOO_GOOD)
        return
    rows = sampled(len(leads.converted), columns=len(others))
    strongest = _rates(leads, max(others, key=lambda name: leads.alone[name].value), rows)
    converted = leads.converted[rows]
    # learning from all others is the only slow step, and no column beats them all that does not beat each
    names = [name for name in names if paired_aucs(converted, _rates(leads, name, rows), strongest).low > 0]
    if not names:
        return
    together = joint_scores([leads.columns[name] for name in others], leads, rows)
    for name in names:
        column = leads.columns[name]
        # the booster needs many leads per category, and sees more of a number than twenty bins do
        own = joint_scores([column], leads, rows) if column.numeric else _rates(leads, name, rows)
        pair = paired_aucs(converted, own, together)
        if pair.low > 0:
            yield name, Sign("predicts_alone", _alone_text(pair, leads.wording), "strength")


def _too_good(leads: EndedLeads, name: str) -> Sign:
    auc = leads.wording.formats.number(leads.alone[name].value, 2)
    return Sign("predicts_alone", leads.wording.say("leaks.too_good", auc=auc), "strength")


def _alone_text(pair: PairedAucs, wording: Wording) -> str:
    number = wording.formats.number
    figures = {"auc": pair.first, "others": pair.second, "low": pair.low, "high": pair.high}
    return wording.say("leaks.predicts_alone", **{name: number(figure) for name, figure in figures.items()})


def _rates(leads: EndedLeads, name: str, rows: Integers) -> Floats:
    return rates_alone(leads.columns[name].groups[rows], leads.converted[rows], leads.fold[rows])
