"""The figures about rates beside reasons are those that one counts reason by reason, and what was aimed at."""

from pathlib import Path

import numpy as np
import pytest
from evidenced import learned

from benchmarks.product import configure
from benchmarks.proofs import SAMPLE_CASE, agreement, twin_and_rows
from leadscore.model.arrays import Floats
from leadscore.model.card import Card
from leadscore.model.features.leads import LeadTable
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contract import REASONS_SHOWN, Reason
from leadscore.model.scoring.points import Explainer
from leadscore.model.scoring.reasons import Facts
from leadscore.model.scoring.reasons.reasoner import Reasoner


def bundle() -> Bundle:
    return Bundle(learned().recipe.spec, learned().model, -1.0, {}, Card(), evidence=learned().evidence)


def reasons_of(model: Bundle, rows: Floats) -> list[Reason]:
    explained, reasoner = Explainer(model).explain(rows, most=REASONS_SHOWN), Reasoner(model)
    past, n = reasoner.past_rates(rows, explained), len(rows)
    given = {column.name: np.full(n, "x", dtype=object) for column in model.spec.columns}
    table = LeadTable(tuple(map(str, range(n))), given)
    return [reason for lead in range(n) for reason in reasoner.reasons(Facts(rows[lead], table, lead), explained, past)]


def test_strong_reasons_are_counted_as_they_are_shown() -> None:
    rows = learned().recipe.rows.matrix[:150]
    found = agreement(bundle(), rows)
    strong = [reason for reason in reasons_of(bundle(), rows) if abs(reason.points) >= 4]
    shown = [reason for reason in strong if reason.evidence is not None]
    like = [reason for reason in shown if reason.evidence is not None and reason.evidence.expected is not None]
    assert (found.strong, found.hidden) == (len(strong), len(strong) - len(shown))
    assert found.with_rate == pytest.approx(len(shown) / len(strong))
    assert found.like == pytest.approx(len(like) / len(shown))
    assert found.sign == 1


def test_a_model_without_reference_rates_cannot_be_measured() -> None:
    without = Bundle(learned().recipe.spec, learned().model, -1.0, {}, Card())
    with pytest.raises(ValueError, match="no reference rates"):
        agreement(without, learned().recipe.rows.matrix[:2])


@pytest.mark.slow
def test_the_sample_reaches_what_was_aimed_at(tmp_path: Path) -> None:
    found = agreement(*twin_and_rows(configure(SAMPLE_CASE, Path.cwd(), tmp_path)))
    assert found.sign >= 0.97
    assert found.size >= 0.8
    assert found.with_rate >= 0.8
