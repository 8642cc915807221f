"""Samples as files: the same bytes for the same seed, the same content in both formats, in bounded memory."""

import csv
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from leadscore.model.errors import ConfigError, SourceError
from leadscore.model.sample import DIRT, LAYOUT, SampleSettings, sample_blocks, write_sample
from leadscore.model.sample.dirt import Dirt

DATA = Path(__file__).parents[3] / "data"
SMALL = SampleSettings(leads=300, seed=2, block_leads=128)


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_the_committed_sample_is_made_again_byte_for_byte(tmp_path: Path) -> None:
    write_sample(SampleSettings(), tmp_path)
    assert sorted(path.name for path in (DATA / "sample").iterdir()) == sorted(f"{name}.csv" for name in LAYOUT)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (DATA / "sample" / path.name).read_bytes(), path.name


def test_the_committed_sample_is_small_and_has_enough_matured_conversions() -> None:
    assert sum(path.stat().st_size for path in (DATA / "sample").iterdir()) <= 2_000_000
    truth = pd.read_csv(DATA / "sample" / "truth.csv")
    assert truth["converts"].iloc[: int(0.8 * len(truth))].sum() >= 250


def test_equal_settings_make_equal_bytes_and_another_seed_makes_others(tmp_path: Path) -> None:
    for folder, seed in [("a", 2), ("b", 2), ("c", 3)]:
        write_sample(SampleSettings(leads=300, seed=seed, block_leads=128), tmp_path / folder)
    for name in LAYOUT:
        a, b, c = ((tmp_path / folder / f"{name}.csv").read_bytes() for folder in "abc")
        assert a == b
        assert a != c


def test_parquet_is_the_same_in_every_run(tmp_path: Path) -> None:
    for folder in "ab":
        write_sample(SMALL, tmp_path / folder, file_format="parquet")
    for name in LAYOUT:
        assert (tmp_path / "a" / f"{name}.parquet").read_bytes() == (tmp_path / "b" / f"{name}.parquet").read_bytes()


@pytest.mark.parametrize("name", LAYOUT)
def test_both_formats_hold_the_same_cells(tmp_path: Path, name: str) -> None:
    write_sample(SMALL, tmp_path)
    write_sample(SMALL, tmp_path, file_format="parquet")
    table = pq.read_table(tmp_path / f"{name}.parquet")
    cells = zip(*(column.to_pylist() for column in table.columns), strict=True)
    expected = [["" if cell is None else str(cell) for cell in row] for row in cells]
    assert rows_of(tmp_path / f"{name}.csv") == [list(LAYOUT[name]), *expected]


def test_every_row_that_is_made_is_written_and_counted(tmp_path: Path) -> None:
    done: list[int] = []
    counted = write_sample(SMALL, tmp_path, report=done.append)
    assert done == [128, 128, 44]
    assert {path.stem for path in counted} == set(LAYOUT)
    for path, count in counted.items():
        made = sum(len(block[path.stem]["lead_id"]) for block in sample_blocks(SMALL))
        assert len(rows_of(path)) - 1 == count == made


def test_lines_end_the_same_on_every_platform(tmp_path: Path) -> None:
    write_sample(SMALL, tmp_path)
    assert all(b"\r" not in path.read_bytes() for path in tmp_path.iterdir())


def test_blocks_are_made_one_at_a_time_and_do_not_depend_on_each_other() -> None:
    blocks = sample_blocks(SampleSettings(leads=1_000_000_000))
    assert isinstance(blocks, Iterator)
    ids = [set(block["events"]["event_id"]) for block in sample_blocks(SMALL)]
    assert len(set.union(*ids)) == sum(len(each) for each in ids)


def test_memory_does_not_grow_with_the_number_of_leads(tmp_path: Path) -> None:
    few, many = (_peak_bytes(SampleSettings(leads=leads, block_leads=200), tmp_path) for leads in (600, 2_400))
    assert many < 1.2 * few


def _peak_bytes(settings: SampleSettings, folder: Path) -> int:
    tracemalloc.start()
    try:
        write_sample(settings, folder)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_one_lead_is_a_sample(tmp_path: Path) -> None:
    write_sample(SampleSettings(leads=1), tmp_path, file_format="parquet")
    assert pq.read_table(tmp_path / "truth.parquet").num_rows == 1


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    with pytest.raises(SourceError, match=r"cannot be written[\s\S]*taken[\s\S]*choose a folder"):
        write_sample(SMALL, tmp_path / "taken")


def test_an_interrupted_sample_leaves_the_files_from_before(tmp_path: Path) -> None:
    write_sample(SMALL, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def interrupt(_leads: int) -> None:
        raise KeyboardInterrupt("stopped")

    with pytest.raises(KeyboardInterrupt, match="stopped"):
        write_sample(SampleSettings(leads=300, seed=9), tmp_path, report=interrupt)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"leads": 0}, "at least one lead"),
        ({"seed": -1}, "seed of a sample is negative"),
        ({"block_leads": 0}, "block needs at least one lead"),
        ({"last_day": SampleSettings().first_day}, "last day is less than 30 days after its first"),
    ],
)
def test_settings_out_of_range_are_refused(wrong: dict[str, int], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        SampleSettings(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", LAYOUT)
def test_the_data_dictionary_names_every_column(name: str) -> None:
    text = (DATA / "README.md").read_text(encoding="utf-8")
    section = text.split(f"## `{name}`")[1].split("\n## ")[0]
    assert [column for column in LAYOUT[name] if f"| `{column}` |" not in section] == []


@pytest.mark.parametrize("dirt", [pytest.param(dirt, id=dirt.name) for dirt in DIRT])
def test_the_data_dictionary_names_every_kind_of_dirt_and_its_rate(dirt: Dirt) -> None:
    text = (DATA / "README.md").read_text(encoding="utf-8")
    [row] = [line for line in text.splitlines() if line.startswith(f"| {dirt.name} |")]
    assert f"| {dirt.rate:.1%} |".replace(".0%", "%").replace("%", " %") in row
