from collections.abc import Sequence

import numpy as np
from flat_leads import config_of, flat, texts

from leadscore.model.data.quality.notes import unknowns
from leadscore.model.scoring.language import english


def told(**columns: Sequence[str | None]) -> list[str]:
    data = {name: texts(values) for name, values in columns.items()}
    roles = dict.fromkeys(columns, "category")
    return list(unknowns(flat(data, np.zeros(len(next(iter(columns.values()))))), config_of(**roles), english()))


def test_several_ways_to_say_unknown_are_counted() -> None:
    (sentence,) = told(origin=[None] * 6 + ["unknown"] * 20 + ["Unbekannt"] * 7 + ["social"] * 50)
    assert 'an empty cell (6 leads) and "unknown" (20 leads) and "Unbekannt" (7 leads)' in sentence


def test_one_word_is_a_category_of_its_own_and_reported_once_for_all_columns() -> None:
    assert told(job=["unknown"] * 9 + ["maid"] * 9, loan=["yes"] * 9 + ["unknown"] * 9) == [
        '"unknown" is a category of its own in `job`, `loan`, which does no harm.'
    ]


def test_empty_cells_alone_and_a_few_odd_words_are_nothing_to_tell() -> None:
    assert told(source=[None] * 50 + ["web"] * 50, origin=[None] * 50 + ["unknown"] * 4 + ["web"] * 46) == []
