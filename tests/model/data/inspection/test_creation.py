from pathlib import Path

import pytest

from leadscore.model.data.inspection import inspect
from leadscore.model.data.sources import SourceAddress, connect, open_source
from leadscore.model.errors import DataError
from leadscore.model.scoring.language import english


def created(folder: Path, form: str) -> str | None:
    """The column that `init` takes for the creation of leads which were created as this form says, one each day."""
    leads = "".join(
        f"L{day},{form.format(day=day, ms=1709251200000 + day * 86_400_000)},{day}\n" for day in range(10, 29)
    )
    (folder / "leads.csv").write_text(f"lead_id,created_at,size\n{leads}")
    (folder / "outcomes.csv").write_text(
        "lead_id,occurred_at,outcome\nL10,2024-04-10,won\nL11,2024-04-11,won\nL12,2024-04-12,lost\n"
    )
    connection = connect()
    names = ("leads", "outcomes")
    sources = {n: open_source(connection, SourceAddress.parse(f"{n}.csv"), folder=folder, name=n) for n in names}
    return inspect(connection, sources, english()).config.leads.created_at


@pytest.mark.parametrize("form", ["{ms}", "202403{day}", "{day}-Mar-24", "453{day}.25", "03/{day}/2024 05:55pm"])
def test_creation_is_recognised_in_many_forms(tmp_path: Path, form: str) -> None:
    assert created(tmp_path, form) == "created_at"


def test_a_creation_that_is_not_understood_is_named_with_an_example(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"`created_at` is named like .* not understood as a date: 'week 10'"):
        created(tmp_path, "week {day}")
