"""A file that is written appears whole, or what was there before stays."""

import os
import resource
import stat
import threading
from pathlib import Path

import pytest

from leadscore.model.errors import SourceError
from leadscore.model.replacing import replacing


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def fail_half_way(path: Path, error: BaseException) -> None:
    with replacing(path) as draft:
        draft.write_text("half")
        raise error


def written(path: Path, text: str) -> None:
    with replacing(path) as draft:
        draft.write_text(text)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "scores.csv"
    path.write_text("of yesterday")
    return path


def test_a_file_takes_its_name_when_it_is_whole(kept: Path) -> None:
    with replacing(kept) as draft:
        draft.write_text("of today")
        assert kept.read_text() == "of yesterday"
        assert draft.parent == kept.parent, "a file of another disk could not be moved in one step"
    assert kept.read_text() == "of today"
    assert names_in(kept.parent) == ["scores.csv"]


@pytest.mark.parametrize("error", [ValueError("a bug"), KeyboardInterrupt(), SystemExit(143)])
def test_what_fails_on_the_way_leaves_what_was_there(kept: Path, error: BaseException) -> None:
    with pytest.raises(type(error)):
        fail_half_way(kept, error)
    assert kept.read_text() == "of yesterday"
    assert names_in(kept.parent) == ["scores.csv"]


def test_a_full_disk_is_said_in_words(kept: Path) -> None:
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limit[1]))
    try:
        with pytest.raises(SourceError, match=r"cannot be written: .*untouched\n.*scores.csv\n.*make room on the disk"):
            written(kept, "x" * 10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert kept.read_text() == "of yesterday"
    assert names_in(kept.parent) == ["scores.csv"]


def test_a_folder_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"No such file or directory.*\n.*nowhere"):
        written(tmp_path / "nowhere" / "scores.csv", "x")


def test_a_link_goes_on_pointing_where_it_pointed(kept: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(kept)
    written(link, "of today")
    assert link.is_symlink()
    assert kept.read_text() == "of today"


def test_who_may_read_a_file_stays_as_it_was(kept: Path) -> None:
    kept.chmod(0o604)
    written(kept, "of today")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o604


def test_a_pipe_is_written_to_as_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    found: list[str] = []
    reader = threading.Thread(target=lambda: found.append(pipe.read_text()))
    reader.start()
    written(pipe, "through it")
    reader.join()
    assert found == ["through it"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_name_as_long_as_a_disk_allows_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("ü" * 125 + ".csv")
    written(path, "x")
    assert path.read_text() == "x"
