import gzip
import random
from pathlib import Path

import duckdb
import pytest

from leadscore.model.data.sources import Source, SourceAddress, connect, open_source
from leadscore.model.data.sources import sniffing as dialect_module
from leadscore.model.errors import DataError, LeadscoreError, SourceError


def opened(path: Path, content: bytes) -> tuple[Source, list[tuple[object, ...]]]:
    path.write_bytes(content)
    connection = connect()
    source = open_source(connection, SourceAddress.parse(path.name), folder=path.parent, name="leads")
    return source, connection.execute("FROM leads ORDER BY __row").fetchall()


@pytest.mark.parametrize(
    ("content", "columns", "rows"),
    [
        (b"id,a\n1,x\n", ("id", "a"), [("1", "x", 1)]),
        (b"id;a\n1;1,5\n2;2,5\n", ("id", "a"), [("1", "1,5", 1), ("2", "2,5", 2)]),
        (b"id,x;a\n1,5;x\n", ("id,x", "a"), [("1,5", "x", 1)]),
        (b"id\ta,b\n1\tx\n", ("id", "a,b"), [("1", "x", 1)]),
        (b"id|a\n1|x\n", ("id", "a"), [("1", "x", 1)]),
        (b'id\nx\n"y,z"\n', ("id",), [("x", 1), ("y,z", 2)]),
        (
            b'id,a\n1,"two\nlines"\n2,"a ""quote"", ok"\n',
            ("id", "a"),
            [("1", "two\nlines", 1), ("2", 'a "quote", ok', 2)],
        ),
        (b"id,a\r\n1,x\r\n", ("id", "a"), [("1", "x", 1)]),
        (b"id,a\r1,x\r", ("id", "a"), [("1", "x", 1)]),
        (b"\xef\xbb\xbfid,a\n1,x", ("id", "a"), [("1", "x", 1)]),
        (b"sep=;\r\n\r\nid;a\r\n1;x\r\n", ("id", "a"), [("1", "x", 1)]),
        (b"\n\n id ,a\n1,x\n", ("id", "a"), [("1", "x", 1)]),
        (b',a,b\'s "c"\n1,x,y\n', ("column_1", "a", 'b\'s "c"'), [("1", "x", "y", 1)]),
        (b"id,a\n1,\n,x\n", ("id", "a"), [("1", None, 1), (None, "x", 2)]),
        (b"__row,a\n1,x\n", ("__row_2", "a"), [("1", "x", 1)]),
        (b"a,b,A\n1,2,3\n", ("a", "b", "A_2"), [("1", "2", "3", 1)]),
    ],
)
def test_delimited_text_is_read_whatever_its_separator_and_line_ends(
    tmp_path: Path, content: bytes, columns: tuple[str, ...], rows: list[tuple[object, ...]]
) -> None:
    source, found = opened(tmp_path / "leads.csv", content)
    assert (source.columns, found, source.left_out.malformed) == (columns, rows, ())


TEXT = "id;Größe\n1;Zürich\n2;„groß“ – 5 €\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("compressed", [False, True])
def test_every_encoding_and_compression_gives_the_same_rows(tmp_path: Path, encoding: str, compressed: bool) -> None:
    raw = TEXT.encode(encoding)
    source, rows = opened(tmp_path / "leads.data", gzip.compress(raw) if compressed else raw)
    assert source.columns == ("id", "Größe")
    assert rows == [("1", "Zürich", 1), ("2", "„groß“ – 5 €", 2)]


def test_a_wrong_encoding_far_down_in_the_file_is_noticed(tmp_path: Path) -> None:
    content = b"id,a\n" + b"1,x\n" * 100_000 + "2,Zürich\n".encode("cp1252")
    source, rows = opened(tmp_path / "leads.csv", content)
    assert (len(rows), rows[-1], source.left_out.malformed) == (100_001, ("2", "Zürich", 100_001), ())


def test_lines_that_do_not_fit_are_counted_and_the_other_rows_keep_their_numbers(tmp_path: Path) -> None:
    lines = [b"id,a", b"1,x", b"2,x,y", b"3,x", b"4", b'5,"bad"quote', b"6,x", b'7,a "b" c']
    source, rows = opened(tmp_path / "leads.csv", b"\n".join(lines) + b"\n")
    assert source.left_out.malformed == (3, 6)
    assert rows == [("1", "x", 1), ("3", "x", 3), ("4", None, 4), ("6", "x", 6), ("7", 'a "b" c', 7)]


@pytest.mark.parametrize("threads", [1, 2])
def test_no_row_is_lost_or_renumbered_in_a_file_larger_than_a_buffer(tmp_path: Path, threads: int) -> None:
    bad = {1_000, 90_000, 300_000}
    filler = "x" * 40
    lines = [f"{number},{filler}" + (",extra" if number in bad else "") for number in range(1, 400_001)]
    (tmp_path / "leads.csv").write_text("id,a\n" + "\n".join(lines) + "\n")
    connection = connect(threads)
    source = open_source(connection, SourceAddress.parse("leads.csv"), folder=tmp_path, name="leads")
    assert source.left_out.malformed == tuple(sorted(number + 1 for number in bad))
    query = "SELECT count(*), count(*) FILTER (CAST(id AS BIGINT) <> __row) FROM leads"
    assert connection.execute(query).fetchall() == [(400_000 - len(bad), 0)]


@pytest.mark.parametrize("threads", [1, 2])
def test_a_view_numbers_rows_in_the_order_of_the_file(tmp_path: Path, threads: int) -> None:
    (tmp_path / "leads.csv").write_text("id,a\n" + "".join(f"{n},{'x' * 40}\n" for n in range(1, 400_001)))
    connection = connect(threads)
    open_source(connection, SourceAddress.parse("leads.csv"), folder=tmp_path, name="leads")
    query = "SELECT count(*) FILTER (CAST(id AS BIGINT) <> __row) FROM leads"
    assert connection.execute(query).fetchall() == [(0,)]


def random_text() -> bytes:
    generator = random.Random(0)
    return b"id,a\n" + "".join(f"{n},{generator.random()}\n" for n in range(50_000)).encode()


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        (b"", DataError, "The file is empty\n  where: .*leads.csv\n  what to do: export it again"),
        (b"\n \n", DataError, "The file is empty\n"),
        (b"id,a\n", DataError, "The table has a header but no rows\n  where: leads.csv\n  what to do: export it again"),
        (
            b"a,b\n1,2,3\n4,5,6\n1,2\n",
            DataError,
            "2 of 3 rows do not have the 2 columns of the header\n  where: .*leads.csv, lines 2, 3\n  what to do: "
            "check the header and the quotes; the columns were taken to be separated by ,",
        ),
        (
            b"PK\x03\x04...",
            SourceError,
            "The file is a zip archive, not a table of text\n.*\n  what to do: unpack it",
        ),
        (
            b"SQLite format 3\0",
            SourceError,
            "an SQLite database.*\n.*\n  what to do: name a table in it: sqlite:///FILE::TABLE",
        ),
        (b"a,b\n\0\0\n", SourceError, "The file is not a table of text\n.*\n  what to do: export it as CSV or Parquet"),
        (gzip.compress(random_text())[:400_000], SourceError, "The file cannot be read as delimited text"),
        (b"\x1f\x8bnonsense", SourceError, "The compressed file is damaged\n  where: .*\n  what to do: copy it again"),
        (b"PAR1nonsense", SourceError, "The file cannot be read as Parquet\n.*\n  what to do: export it again"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_what_to_do(
    tmp_path: Path, content: bytes, error: type[LeadscoreError], message: str
) -> None:
    with pytest.raises(error, match=message):
        opened(tmp_path / "leads.csv", content)


def test_a_missing_file_names_the_nearest_one(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text("id,a\n1,x\n")
    with pytest.raises(
        SourceError, match=r"There is no such file\n  where: .*lead\.csv\n  what to do: did you mean `leads"
    ):
        open_source(connect(), SourceAddress.parse("lead.csv"), folder=tmp_path, name="leads")
    with pytest.raises(SourceError, match="what to do: check the path; a relative one starts at the configuration"):
        open_source(connect(), SourceAddress.parse("nowhere/x.csv"), folder=tmp_path, name="leads")


def test_a_name_with_brackets_is_no_pattern(tmp_path: Path) -> None:
    _, rows = opened(tmp_path / "leads [1]?.csv", b"id,a\n1,x\n")
    assert rows == [("1", "x", 1)]


def test_opening_again_replaces_what_had_the_name(tmp_path: Path) -> None:
    (tmp_path / "view.csv").write_text("id,a\n1,x\n")
    (tmp_path / "table.csv").write_bytes("id,a\n1,ü\n".encode("cp1252"))
    connection = connect()
    for file, value in (("view.csv", "x"), ("table.csv", "ü"), ("table.csv", "ü"), ("view.csv", "x")):
        open_source(connection, SourceAddress.parse(file), folder=tmp_path, name="leads")
        assert connection.execute("FROM leads").fetchall() == [("1", value, 1)]


def test_a_backtest_fold_last_record_does_not_decide_the_separator(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialect_module, "SAMPLE_BYTES", 16)
    source, _ = opened(tmp_path / "leads.csv", b"id;a;b\n1;2;3\n4;5;6\n")
    assert source.columns == ("id", "a", "b")


def test_a_temporary_copy_does_not_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(copies))
    _, rows = opened(tmp_path / "leads.csv", "id,a\n1,ü\n".encode("cp1252"))
    assert rows == [("1", "ü", 1)]
    assert list(copies.iterdir()) == []


def test_a_time_without_an_offset_is_utc() -> None:
    connection: duckdb.DuckDBPyConnection = connect()
    ((moment,),) = connection.execute("SELECT epoch_us(CAST('1970-01-01 00:00:01' AS TIMESTAMPTZ))").fetchall()
    assert moment == 1_000_000
