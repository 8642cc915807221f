"""Columns that alone predict significantly better than all other columns together."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from leadscore.model.leakage.alone import rates_alone
from leadscore.model.leakage.evidence import Evidence
from leadscore.model.leakage.joint import joint_scores, sampled
from leadscore.model.leakage.leak import Sign
from leadscore.model.leakage.paired import PairedAucs, paired_aucs

_FEWEST_OTHERS = 3
_TOO_GOOD = 0.9


def strength(evidence: Evidence, suspected: frozenset[str]) -> Iterator[tuple[str, Sign]]:
    """A column predicts better by itself than all others without a sign do together.

    The others are those no other sign speaks against, so that leaks do not hide one another. Only a column ahead of
    each of them can be ahead of all: that is every suspected one, and the best of the others. Beating one or two
    other columns is nothing unusual; there an AUC of .9 is asked for.

    Args:
        evidence: What is looked at.
        suspected: Columns that other signs speak against.
    """
    alone = {name: auc.value for name, auc in evidence.alone.items()}
    honest = [column.name for column in evidence.features if column.name in alone and column.name not in suspected]
    best = max(honest, key=alone.__getitem__, default=None)
    ahead = [name for name in alone if name in suspected and (best is None or alone[name] > alone[best])]
    yield from _judged(evidence, ahead, honest)
    if best is not None:
        yield from _judged(evidence, [best], [name for name in honest if name != best])


def _judged(evidence: Evidence, names: Sequence[str], others: Sequence[str]) -> Iterator[tuple[str, Sign]]:
    names = [name for name in names if evidence.alone[name].beyond_chance(len(evidence.alone))]
    if len(others) < _FEWEST_OTHERS:
        yield from ((name, _too_good(evidence, name)) for name in names if evidence.alone[name].value >= _TOO_GOOD)
        return
    rows = sampled(len(evidence.converted), columns=len(others))
    strongest = _rates(evidence, max(others, key=lambda name: evidence.alone[name].value), rows)
    converted = evidence.converted[rows]
    # learning from all others is the only slow step, and no column beats them all that does not beat each
    names = [name for name in names if paired_aucs(converted, _rates(evidence, name, rows), strongest).low > 0]
    if not names:
        return
    together = joint_scores([evidence.columns[name] for name in others], evidence, rows)
    for name in names:
        column = evidence.columns[name]
        # the booster needs many leads per category, and sees more of a number than twenty bins do
        own = joint_scores([column], evidence, rows) if column.numeric else _rates(evidence, name, rows)
        pair = paired_aucs(converted, own, together)
        if pair.low > 0:
            yield name, Sign("predicts_alone", _told(pair), "strength")


def _too_good(evidence: Evidence, name: str) -> Sign:
    text = f"Alone it ranks leads with an AUC of {evidence.alone[name].value:.2f}, too good to be true."
    return Sign("predicts_alone", text, "strength")


def _told(pair: PairedAucs) -> str:
    return (
        f"Alone it ranks leads with an AUC of {pair.first:.3f}, all other columns without a sign together with "
        f"{pair.second:.3f}, which is {pair.low:.3f} to {pair.high:.3f} less."
    )


def _rates(evidence: Evidence, name: str, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    return rates_alone(evidence.columns[name].groups[rows], evidence.converted[rows], evidence.fold[rows])
