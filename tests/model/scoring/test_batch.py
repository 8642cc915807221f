"""Batches: the same scorings, however large the parts are."""

import numpy as np
import pytest
from advised import asked, learned

from leadscore.model.scoring.batch import Batch, score_batch
from leadscore.model.scoring.scorer import Scorer


@pytest.mark.parametrize(("part_leads", "sizes"), [(2, [2, 2]), (3, [3, 1]), (4, [4]), (100, [4])])
def test_a_batch_is_scored_in_parts_in_the_order_of_its_positions(part_leads: int, sizes: list[int]) -> None:
    drawn = asked(5)
    as_of = int(drawn.log.occurred_at.max()) + 1
    positions = np.array([3, 0, 2, 1])
    batch = Batch(drawn.leads, drawn.log, positions, as_of)
    scorer = Scorer(learned().bundle)
    parts = list(score_batch(scorer, batch, part_leads=part_leads))
    assert [len(part) for part in parts] == sizes
    scorings = [scoring for part in parts for scoring in part]
    assert scorings == scorer.score(drawn.leads.take(positions), drawn.log.take_leads(positions), np.full(4, as_of))


def test_a_batch_without_leads_has_no_parts() -> None:
    drawn = asked(5)
    batch = Batch(drawn.leads, drawn.log, np.zeros(0, np.int64), 0)
    assert (len(batch), list(score_batch(Scorer(learned().bundle), batch))) == (0, [])
