"""Delimited text as several systems, spreadsheets and people leave it behind: no record is lost without being told."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from leadscore.model.data.sources import Remark, Source, SourceAddress, connect, open_source, sniffing
from leadscore.model.data.sources.records import read_records
from leadscore.model.data.sources.sources import LeftOut
from leadscore.model.errors import SourceError

Rows = list[tuple[object, ...]]


def opened(folder: Path, content: bytes) -> tuple[Source, Rows]:
    (folder / "leads.csv").write_bytes(content)
    connection = connect()
    source = open_source(connection, SourceAddress.parse("leads.csv"), folder=folder, name="leads")
    return source, connection.execute("FROM leads ORDER BY __row").fetchall()


@pytest.mark.parametrize("quoted", [True, False])
@pytest.mark.parametrize("ends", [("\r\n", "\n"), ("\n", "\r\n"), ("\r", "\n"), ("\n", "\r")])
@pytest.mark.parametrize("turn", [0, 1, 20])
def test_exports_with_different_line_ends_put_in_one_file_are_read_whole(
    tmp_path: Path, ends: tuple[str, str], quoted: bool, turn: int
) -> None:
    mark = '"' if quoted else ""
    lines = [f"{mark}{id_}{mark},{mark}fair{mark}" for id_ in ("id", *range(1, 41))]
    text = "".join(line + ends[number > turn] for number, line in enumerate(lines))
    source, rows = opened(tmp_path, text.encode())
    assert (rows, source.left_out) == ([(str(id_), "fair", id_) for id_ in range(1, 41)], LeftOut())


CELLS = st.text(st.sampled_from("ab ,;\"\n\r'\\ü"), max_size=6).map(lambda text: f"x{text}")
WRITTEN: dict[str, Callable[[list[str]], list[str]]] = {
    "row": lambda cells: cells,
    "wide": lambda cells: [*(cell.replace("\\", "b") for cell in cells), *"yyyyy"],
    "blank": lambda _: [""] * 4,
}
"""A backslash before a quote has two readings where the record does not fit the header, so such records have none."""
RECORD = st.tuples(
    st.lists(CELLS, min_size=1, max_size=4),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["row", "row", "row", "wide", "blank"]),
)


@settings(deadline=None)
@example(records=[(["x"], "\n", "row")] * 5 + [(['xb"\r'], "\n", "wide")])
@given(records=st.lists(RECORD, min_size=6, max_size=12))
def test_rows_and_lines_left_out_are_all_records_of_the_file(records: list[tuple[list[str], str, str]]) -> None:
    text = io.StringIO(newline="")
    text.write("one,two,three,four\r\n")
    for cells, end, kind in records:
        csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL).writerow(WRITTEN[kind](cells))
    text.seek(0)
    found = list(read_records(text, separator=",", width=4, skip=0))
    assert len(found) == len(records)
    for record, (cells, _, kind) in zip(found, records, strict=True):
        if record.flaw is None:
            assert list(record.fields) == [*cells, *[""] * (4 - len(cells))]
        else:  # behind a broken record, one that ends early may be a part of it
            assert (record.flaw == "blank") == (kind == "blank")
            assert kind != "row" or len(cells) < 4


@pytest.mark.parametrize(
    ("content", "rows", "left_out", "remarks"),
    [
        pytest.param(
            b"id,a,b\n1,x\n2,y,\n3\n4,x,y\n",
            [("1", "x", None, 1), ("2", "y", None, 2), ("3", None, None, 3), ("4", "x", "y", 4)],
            LeftOut(),
            (Remark("early", {"count": 2}),),
            id="rows end early",
        ),
        pytest.param(
            b"id;a\n1;x;;\n2;y;;\n",
            [("1", "x", 1), ("2", "y", 2)],
            LeftOut(),
            (),
            id="rows go on in separators",
        ),
        pytest.param(
            b"id,a\n1,x\n,\n\n2,y\n,\n , \n",
            [("1", "x", 1), ("2", "y", 3)],
            LeftOut(blank=(3, 6, 7)),
            (),
            id="rows of separators",
        ),
        pytest.param(
            b"Leads of March\nas of,2026-04-01\n\nid,a,b,c\n1,x,y,z\n2,x,y,z\n",
            [("1", "x", "y", "z", 1), ("2", "x", "y", "z", 2)],
            LeftOut(),
            (Remark("titles", {"count": 2}),),
            id="titles",
        ),
        pytest.param(
            b"sep=;\n# ---;;\nAll leads;;\n# ---;;\nid;a;b\n1;x;y\n2;x;y\n3;x;y\n",
            [(str(n), "x", "y", n) for n in (1, 2, 3)],
            LeftOut(),
            (Remark("titles", {"count": 3}),),
            id="titles filled up with separators",
        ),
        pytest.param(
            rb"id,a,b" b"\n" rb'1,"say \"hi\", please",x' b"\n" rb'2,"C:\",x' b"\n" rb'3,"a\\b \"c\"",x' b"\n",
            [("1", 'say "hi", please', "x", 1), ("2", "C:\\", "x", 2), ("3", 'a\\b "c"', "x", 3)],
            LeftOut(),
            (),
            id="quotes behind backslashes",
        ),
        pytest.param(
            b'id,a,b\n1,"never closed,x\n2,x,y\n3,"5"" wide",y\n4,x,y\n',
            [("2", "x", "y", 2), ("3", '5" wide', "y", 3), ("4", "x", "y", 4)],
            LeftOut(malformed=(2,)),
            (),
            id="a quote that is never closed costs its own line",
        ),
        pytest.param(
            b'id,a,b\n1,"two "words"\n of text",x\nmore,\n2,x,y\n3,x,y\n4,x,y\n',
            [("2", "x", "y", 4), ("3", "x", "y", 5), ("4", "x", "y", 6)],
            LeftOut(malformed=(2, 3, 4)),
            (),
            id="the rest of a broken record is no row of its own",
        ),
        pytest.param(
            b"id,a,b\n1,x,y\n2," + b"x" * 2_000_001 + b",y\n3,x,y\n",
            [("1", "x", "y", 1), ("3", "x", "y", 3)],
            LeftOut(oversized=(3,)),
            (),
            id="a line too long",
        ),
        pytest.param(
            "id,Größe,Deal\u00a0value,a,A\n1,2,3,4,5\n".encode(),
            [("1", "2", "3", "4", "5", 1)],
            LeftOut(),
            (Remark("renamed", {"columns": "`A_2`"}),),
            id="odd names",
        ),
    ],
)
def test_what_is_untidy_is_read_as_it_was_meant_or_told(
    tmp_path: Path, content: bytes, rows: Rows, left_out: LeftOut, remarks: tuple[Remark, ...]
) -> None:
    source, found = opened(tmp_path, content)
    assert (found, source.left_out, source.remarks) == (rows, left_out, remarks)


def test_names_are_composed_and_have_plain_spaces(tmp_path: Path) -> None:
    source, _ = opened(tmp_path, "id,Gro\u0308\u00dfe,Deal\u00a0value\n1,2,3\n".encode())
    assert source.columns == ("id", "Größe", "Deal value")


PLACES = {
    "cp1250": "Łódź Kraków Wrocław Poznań Gdańsk Częstochowa Białystok Bełchatów Świdnica",
    "cp1251": "Москва Новосибирск Казань Самара Омск Челябинск Ростов Уфа Пермь",
    "cp1252": "Zürich München Köln Größe Orléans Besançon Nîmes Málaga Córdoba",
    "mac_roman": "Zürich München Köln Größe Orléans Besançon Nîmes Málaga Córdoba",
    "utf-16-le": "Zürich München Köln Größe Orléans Besançon Nîmes Málaga Łódź",
    "utf-16-be": "Zürich München Köln Größe Orléans Besançon Nîmes Málaga Łódź",
}


@pytest.mark.parametrize("far_down", [False, True])
@pytest.mark.parametrize("encoding", PLACES)
def test_the_encoding_is_guessed_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, far_down: bool
) -> None:
    monkeypatch.setattr(sniffing, "SAMPLE_BYTES", 1024)
    ascii_rows = 500 if far_down else 0
    places = ["Ulm"] * ascii_rows + PLACES[encoding].split() * 3
    text = "id;source;city\n" + "".join(f"{id_};web;{place}\n" for id_, place in enumerate(places))
    source, rows = opened(tmp_path, text.encode(encoding))
    assert [row[2] for row in rows] == places
    told = () if encoding.startswith("utf-16") else (Remark("encoding", {"encoding": encoding}),)
    assert (source.columns, source.remarks) == (("id", "source", "city"), told)


def test_a_few_broken_bytes_do_not_make_utf_8_another_encoding(tmp_path: Path) -> None:
    lines = [f"{id_};Zürich".encode() for id_ in range(50)]
    lines[30] = b"30;Z\xfcrich"
    source, rows = opened(tmp_path, b"id;city\n" + b"\n".join(lines) + b"\n")
    assert source.remarks == (Remark("damaged"),)
    assert [row[1] for row in rows] == [*["Zürich"] * 30, "Z\ufffdrich", *["Zürich"] * 19]


def test_what_no_encoding_makes_text_is_refused(tmp_path: Path) -> None:
    noise = bytes(range(128, 256)) * 4
    with pytest.raises(SourceError, match=r"neither UTF-8 nor in an encoding that could be guessed\n.*\n.*save it as"):
        opened(tmp_path, b"a,b\n" + noise + b"," + noise + b"\n")
