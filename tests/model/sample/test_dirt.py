"""Every kind of dirt is as frequent as declared, does what it says, and touches nothing else."""

from collections import Counter
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from leadscore.model.sample import DIRT, LAYOUT, SampleSettings
from leadscore.model.sample.blocks import Block, clean_block
from leadscore.model.sample.dirt import IMPOSSIBLE_DATES, Dirt, soil

CELL_DIRT = [pytest.param(dirt, id=dirt.name) for dirt in DIRT if dirt.column is not None]
ROW_DIRT = [pytest.param(dirt, id=dirt.name) for dirt in DIRT if dirt.column is None]


@pytest.fixture(scope="module")
def clean() -> Block:
    return clean_block(SampleSettings(leads=20_000, seed=1), 0)


def soiled(block: Block, *kinds: Dirt) -> Block:
    return soil(block, np.random.default_rng(5), kinds)


def hits(block: Block, dirt: Dirt) -> list[tuple[str, object]]:
    """Filled cells that this dirt changes, before and after."""
    assert dirt.column is not None
    before = block[dirt.table][dirt.column]
    after = soiled(block, dirt)[dirt.table][dirt.column]
    return [(old, new) for old, new in zip(before, after, strict=True) if old != new]


def as_often_as_declared(found: int, of: int, rate: float) -> bool:
    return bool(abs(found - of * rate) <= 4 * np.sqrt(of * rate * (1 - rate)))


@pytest.mark.parametrize("dirt", CELL_DIRT)
def test_cells_are_spoilt_as_often_as_declared(clean: Block, dirt: Dirt) -> None:
    assert dirt.column is not None
    filled = sum(cell is not None for cell in clean[dirt.table][dirt.column])
    found = len(hits(clean, dirt))
    assert found > 0
    assert as_often_as_declared(found, filled, dirt.rate)


@pytest.mark.parametrize("dirt", CELL_DIRT)
def test_dirt_stays_in_its_column(clean: Block, dirt: Dirt) -> None:
    after = soiled(clean, dirt)
    for name, table in clean.items():
        for column, cells in table.items():
            if (name, column) != (dirt.table, dirt.column):
                assert after[name][column] is cells


@pytest.mark.parametrize("dirt", ROW_DIRT)
def test_rows_are_repeated_as_often_as_declared_and_further_down(clean: Block, dirt: Dirt) -> None:
    before = pd.DataFrame(dict(clean[dirt.table]))
    after = pd.DataFrame(dict(soiled(clean, dirt)[dirt.table]))
    assert as_often_as_declared(len(after) - len(before), len(before), dirt.rate)
    pd.testing.assert_frame_equal(after.drop_duplicates(ignore_index=True), before)
    ids = after.iloc[:, 0]
    first = pd.Series(after.index, index=ids).groupby(level=0).first()
    copies = ids[after.duplicated()]
    assert (copies.index - first[copies].to_numpy() > 0).all()
    assert np.median(copies.index - first[copies].to_numpy()) > 1_000


@pytest.mark.parametrize(
    ("name", "same"),
    [
        (
            "dotted date",
            lambda old, new: pd.to_datetime(new, format="%d.%m.%Y %H:%M") == pd.Timestamp(old).floor("min"),
        ),
        ("date with Z", lambda old, new: pd.Timestamp(new) == pd.Timestamp(old, tz="UTC")),
        ("date with offset", lambda old, new: pd.Timestamp(new) == pd.Timestamp(old, tz="UTC")),
        ("money style", lambda old, new: float(new.strip("€ ").replace(",", "")) == float(old)),
        ("uneven source", lambda old, new: new.strip().lower() == old.lower()),
        ("uneven country", lambda old, new: new.strip().lower() == old.lower()),
    ],
)
def test_another_way_to_write_it_still_means_the_same(
    clean: Block, name: str, same: Callable[[str, object], bool]
) -> None:
    [dirt] = [each for each in DIRT if each.name == name]
    assert all(same(old, new) for old, new in hits(clean, dirt))


@pytest.mark.parametrize("name", ["impossible creation", "impossible event date"])
def test_impossible_dates_cannot_be(clean: Block, name: str) -> None:
    [dirt] = [each for each in DIRT if each.name == name]
    assert {new for _, new in hits(clean, dirt)} == set(IMPOSSIBLE_DATES)


def test_a_mistyped_year_puts_the_outcome_before_the_creation(clean: Block) -> None:
    [dirt] = [each for each in DIRT if each.name == "outcome before creation"]
    before, after = clean["outcomes"], soiled(clean, dirt)["outcomes"]
    created = dict(zip(clean["leads"]["lead_id"], clean["leads"]["created_at"], strict=True))
    wrong = [row for row, (a, b) in enumerate(zip(before["occurred_at"], after["occurred_at"], strict=True)) if a != b]
    assert wrong
    assert all(after["occurred_at"][row] < created[after["lead_id"][row]] for row in wrong)
    pd.to_datetime(pd.Series(after["occurred_at"]), format="ISO8601")


def test_strangers_are_not_among_the_leads(clean: Block) -> None:
    [dirt] = [each for each in DIRT if each.name == "event of an unknown lead"]
    assert {new for _, new in hits(clean, dirt)}.isdisjoint(clean["leads"]["lead_id"])


def test_ids_are_unique_until_rows_are_repeated(clean: Block) -> None:
    assert max(Counter(clean["leads"]["lead_id"]).values()) == 1
    assert max(Counter(clean["events"]["event_id"]).values()) == 1


def test_the_truth_and_the_clean_block_stay_as_they_were(clean: Block) -> None:
    copies = {name: {column: cells.copy() for column, cells in table.items()} for name, table in clean.items()}
    after = soil(clean, np.random.default_rng(0))
    assert dict(after["truth"]) == dict(clean["truth"])
    for name, table in clean.items():
        for column, cells in table.items():
            assert (cells == copies[name][column]).all()


def test_dirt_names_real_columns_once() -> None:
    assert len({dirt.name for dirt in DIRT}) == len(DIRT)
    assert all(dirt.column is None or dirt.column in LAYOUT[dirt.table] for dirt in DIRT)
    assert all((dirt.column is None) == (dirt.spoil is None) for dirt in DIRT)
