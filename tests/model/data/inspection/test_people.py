"""Names of persons, and what the law protects people for, are not learned from unless somebody says so."""

import pytest
from test_inspecting import LEADS, OUTCOMES, N, looked_at

from leadscore.model.data.inspection import Inspection

PERSONS = (
    *("First Name", "givenName", "Last Name", "Vorname", "Prénom", "Voornaam"),
    *("Contact owner", "Lead Owner", "Deal Owner", "Created By", "Salesperson"),
)
PROTECTED = ("Gender", "Geschlecht", "Nationality", "Religion", "Konfession", "Ethnicity", "Disability", "Sexe")
OTHERS = ("Product Name", "Campaign", "Owner of a house", "Owner type", "Sector", "Race track")


@pytest.fixture(scope="module")
def found() -> Inspection:
    persons = {name: [f"{name} {n % 5}" for n in range(N)] for name in PERSONS}
    groups = {name: [("a", "b", "c")[n % 3] for n in range(N)] for name in (*PROTECTED, *OTHERS)}
    born = {"Date of Birth": [f"19{50 + n % 50}-0{1 + n % 9}-1{n % 9}" for n in range(N)]}
    contacts = {"Ansprechpartner": [f"P{n}" for n in range(N)]}
    return looked_at(leads={**born, **LEADS, **contacts, **persons, **groups}, outcomes=OUTCOMES)


def why(found: Inspection, name: str) -> str:
    return next(finding.why for finding in found.findings["leads"] if finding.column == name)


@pytest.mark.parametrize("name", PERSONS)
def test_a_name_of_a_person_is_never_a_feature(found: Inspection, name: str) -> None:
    assert found.config.columns[name].ignore
    assert "names a person" in why(found, name) or "shown to people" in why(found, name)


@pytest.mark.parametrize("name", [*PROTECTED, "Date of Birth"])
def test_what_the_law_protects_people_for_is_left_out_and_said_to_be(found: Inspection, name: str) -> None:
    assert found.config.columns[name].ignore
    assert "the law protects people" in why(found, name)


def test_a_birth_date_does_not_say_when_a_lead_came(found: Inspection) -> None:
    assert found.config.leads.created_at == "Erstellt am"


@pytest.mark.parametrize("name", OTHERS)
def test_other_columns_are_learned_from(found: Inspection, name: str) -> None:
    assert not found.config.columns[name].ignore
