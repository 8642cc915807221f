"""Of several overrides of a lead, the latest one made by the moment of scoring counts."""

from collections.abc import Sequence

import pytest

from leadscore.model.scoring.decision import Override
from leadscore.model.scoring.decision.decision import in_force


def said(at: int, reason: str = "") -> Override:
    return Override("A", None, reason, "Ann", at)


@pytest.mark.parametrize(
    ("overrides", "as_of", "counts"),
    [
        ([], 9, None),
        ([said(10)], 9, None),
        ([said(9)], 9, said(9)),
        ([said(3), said(7), said(11)], 9, said(7)),
        ([said(7), said(3)], 9, said(7)),
        ([said(7, "first"), said(7, "second")], 9, said(7, "second")),
        ([said(3), said(11)], None, said(11)),
    ],
)
def test_the_latest_one_counts_from_its_moment_on(
    overrides: Sequence[Override], as_of: int | None, counts: Override | None
) -> None:
    assert in_force(overrides, as_of) == counts
