"""Figures by the values of lead columns: where a model does well, and where it does not."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.learning.judging.groups import group_figures
from leadscore.model.learning.judging.judged import Floats, Judged
from leadscore.model.learning.judging.slicing import Slicing
from leadscore.model.tables.snapshots import LabelledSnapshots

MAX_VALUES = 10
"""The largest groups that are shown by name; the others are summed up."""

MIN_NAMED_LEADS = 10
"""A group of fewer leads is not shown by name: it may be a person."""

NO_VALUE = "(no value)"


def by_slice(
    slicings: Iterable[Slicing], labelled: LabelledSnapshots, judged: Judged, probability: Floats
) -> list[dict[str, Any]]:
    """Counts and figures per column and value; the largest values, then those summed up, then leads without one.

    Small groups are marked and have no figures that would mislead.
    """
    return [
        {
            "column": slicing.column,
            "label": slicing.label,
            "value": value,
            **group_figures(labelled, judged, probability, np.isin(slicing.group[labelled.snapshots.lead], groups)),
        }
        for slicing in slicings
        for value, groups in _shown(slicing, np.unique(labelled.snapshots.lead))
    ]


def _shown(slicing: Slicing, leads: NDArray[np.int64]) -> Iterator[tuple[str, list[int]]]:
    """Names of what is shown, and the groups it consists of."""
    group = slicing.group[leads]
    size = np.bincount(group[group >= 0], minlength=len(slicing.names))
    present = [int(place) for place in np.argsort(-size, kind="stable") if size[place]]
    named = [place for place in present[:MAX_VALUES] if size[place] >= MIN_NAMED_LEADS]
    for place in sorted(named) if slicing.ordered else named:
        yield slicing.names[place], [place]
    if rest := present[len(named) :]:
        yield f"({len(rest)} other value{'s' * (len(rest) > 1)})", rest
    if (group < 0).any():
        yield NO_VALUE, [-1]
