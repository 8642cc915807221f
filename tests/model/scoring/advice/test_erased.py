"""Ids of leads that asked to be forgotten."""

from pathlib import Path

import pytest

from leadscore.model.errors import SourceError
from leadscore.model.scoring.advice.erased import read_erased


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        (b"", set()),
        (b"\n \n", set()),
        (b"L1\nL2\n", {"L1", "L2"}),
        (b"\xef\xbb\xbfL1\r\n\r\n  L2 \r\nL1", {"L1", "L2"}),
        ("Müller, A\n007\n".encode(), {"Müller, A", "007"}),
    ],
)
def test_every_line_is_an_id(tmp_path: Path, content: bytes, ids: set[str]) -> None:
    (tmp_path / "erased.txt").write_bytes(content)
    assert read_erased(tmp_path / "erased.txt") == ids


def test_without_a_file_nobody_is_erased() -> None:
    assert read_erased(None) == frozenset()


def test_a_file_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^The list of erased leads cannot be read\n") as refused:
        read_erased(tmp_path / "none.txt")
    assert refused.value.where == str(tmp_path / "none.txt")
    assert "similar.erased" in refused.value.remedy


def test_a_file_that_is_no_text_is_refused_and_not_quoted(tmp_path: Path) -> None:
    (tmp_path / "erased.txt").write_bytes(b"secret \xff\xfe\x00")
    with pytest.raises(SourceError, match=r"cannot be read") as refused:
        read_erased(tmp_path / "erased.txt")
    assert "secret" not in str(refused.value)
