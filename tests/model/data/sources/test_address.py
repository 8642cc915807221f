"""What people write as a source, taken apart once."""

from pathlib import Path

import pytest

from leadscore.model.data.sources import SourceAddress


@pytest.mark.parametrize(
    ("text", "location", "table"),
    [
        ("leads.csv", "leads.csv", None),
        ("odd:name.csv", "odd:name.csv", None),
        ("sqlite:///crm.db::leads", "sqlite:///crm.db", "leads"),
        ("postgresql://[::1]/crm::sales.leads", "postgresql://[::1]/crm", "sales.leads"),
        ("sqlite://::t", "sqlite://", "t"),
    ],
)
def test_an_address_is_a_file_or_a_table_and_can_be_written_again(text: str, location: str, table: str | None) -> None:
    address = SourceAddress.parse(text)
    assert (address.location, address.table, address.text) == (location, table, text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("leads.csv", "leads.csv"),
        ("sqlite:///./crm.db::leads", "sqlite:///./crm.db::leads"),
        ("postgresql://me:secret@host/db::leads", "postgresql://me:***@host/db::leads"),
        ("me secret::leads", "::leads"),
    ],
)
def test_people_are_shown_no_password(text: str, shown: str) -> None:
    address = SourceAddress.parse(text)
    assert address.shown == shown
    assert "secret" not in repr(address)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("leads.csv", "../exports/leads.csv"),
        ("/data/leads.csv", "/data/leads.csv"),
        ("sqlite:///crm.db::leads", "sqlite:///../exports/crm.db::leads"),
        ("sqlite:////data/crm.db::leads", "sqlite:////data/crm.db::leads"),
        ("postgresql://me:secret@host/db::leads", "postgresql://me:secret@host/db::leads"),
    ],
)
def test_a_relative_path_is_written_as_seen_from_the_configuration(path: str, expected: str) -> None:
    moved = SourceAddress.parse(path).relocated(start=Path("/home/me/exports"), folder=Path("/home/me/project"))
    assert moved.text == expected


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("leads.csv", "/home/me/leads.csv", True),
        ("../me/./leads.csv", "leads.csv", True),
        ("leads.csv", "events.csv", False),
        ("sqlite:///crm.db::leads", "sqlite:///crm.db::leads", True),
        ("sqlite:///crm.db::leads", "sqlite:///crm.db::events", False),
    ],
)
def test_two_names_of_one_file_are_one_address(one: str, other: str, equal: bool) -> None:
    folder = Path("/home/me")
    assert (SourceAddress.parse(one).resolved(folder) == SourceAddress.parse(other).resolved(folder)) is equal
