import numpy as np
import pytest
from flat_leads import config_of, flat, texts

from leadscore.model.data.quality import notes
from leadscore.model.data.quality.notes import NOTES
from leadscore.model.scoring.language import english

RANDOM = np.random.default_rng(0)
CLEAN = {"size": RANDOM.normal(size=500), "source": texts(list(RANDOM.choice(["web", "fair"], 500)))}
CONFIG = config_of(size="numeric", source="category")


@pytest.mark.parametrize("name", NOTES)
def test_of_clean_columns_there_is_nothing_to_note(name: str) -> None:
    assert list(NOTES[name](flat(CLEAN, RANDOM.random(500) < 0.2), CONFIG, english())) == []


def test_notes_of_all_kinds_come_in_the_order_of_their_table() -> None:
    columns = CLEAN | {"size": np.where(np.arange(500) < 50, 999, CLEAN["size"]), "source": texts(["web"] * 500)}
    found = notes(flat(columns, np.zeros(500)), CONFIG, english())
    assert [sentence.split(",")[0] for sentence in found] == [
        "`size` is 999 for 10% of the leads",
        "The same for every lead",
    ]
