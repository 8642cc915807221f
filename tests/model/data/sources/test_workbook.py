from pathlib import Path
from zipfile import ZipFile

import pytest

from leadscore.model.data.sources import Remark, SourceAddress, connect, open_source
from leadscore.model.data.sources.sources import LeftOut
from leadscore.model.errors import SourceError

ROWS = [["Leads of March"], ["id", "source", "size"], ["1", "fair", "12"], [], ["2", "web", "2.5"]]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def write_workbook(path: Path) -> None:
    def cell(place: str, text: str) -> str:
        if text.replace(".", "").isdigit():
            return f'<c r="{place}"><v>{text}</v></c>'
        return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'

    rows = "".join(
        f'<row r="{number}">' + "".join(cell(f"{'ABC'[k]}{number}", text) for k, text in enumerate(row)) + "</row>"
        for number, row in enumerate(ROWS, start=1)
    )
    with ZipFile(path, "w") as file:
        file.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        file.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>'
            '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        file.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        file.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        )


def test_the_first_sheet_of_a_workbook_is_read_below_its_title(tmp_path: Path) -> None:
    write_workbook(tmp_path / "leads.xlsx")
    connection = connect()
    source = open_source(connection, SourceAddress.parse("leads.xlsx"), folder=tmp_path, name="leads")
    assert (source.columns, source.left_out) == (("id", "source", "size"), LeftOut(blank=(4,)))
    assert source.remarks == (Remark("titles", {"count": 1}),)
    assert connection.execute("FROM leads").fetchall() == [("1", "fair", "12", 1), ("2", "web", "2.5", 3)]


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "leads.xlsx").write_bytes(b"PK\x03\x04...")
    with pytest.raises(SourceError, match=r"cannot be read as a workbook\n.*\n.*save it as CSV"):
        open_source(connect(), SourceAddress.parse("leads.xlsx"), folder=tmp_path, name="leads")
