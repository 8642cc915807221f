import numpy as np
from flat_leads import config_of, flat, texts

from leadscore.model.data.quality.notes import idle
from leadscore.model.scoring.language import english
from leadscore.model.timestamps import NEVER


def test_columns_that_are_never_filled_and_columns_that_never_vary_are_named() -> None:
    columns = {
        "no_number": np.full(3, np.nan),
        "no_text": texts([None] * 3),
        "no_date": np.full(3, NEVER),
        "one_number": np.full(3, 7.0),
        "one_text": texts(["x"] * 3),
        "sometimes": texts(["x", None, "x"]),
    }
    roles = dict(zip(columns, ("numeric", "category", "date", "numeric", "category", "category"), strict=True))
    assert list(idle(flat(columns, np.zeros(3)), config_of(**roles), english())) == [
        "Never filled, so nothing is learned from it: `no_number`, `no_text`, `no_date`.",
        "The same for every lead, so nothing is learned from it: `one_number`, `one_text`.",
    ]
