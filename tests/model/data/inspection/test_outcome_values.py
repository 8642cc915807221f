import pytest

from leadscore.model.data.inspection.outcome_values import Meaning, meaning_of, meanings_of
from leadscore.model.data.inspection.profiles import Profile

BY_SYSTEM: dict[str, dict[Meaning, str]] = {
    "HubSpot": {
        "open": "appointmentscheduled|qualifiedtobuy|presentationscheduled|decisionmakerboughtin|contractsent|"
        "Appointment Scheduled|Qualified To Buy|Decision Maker Bought-In|Contract Sent|NEW|OPEN|IN_PROGRESS|OPEN_DEAL|"
        "ATTEMPTED_TO_CONTACT|CONNECTED|lead|marketingqualifiedlead|salesqualifiedlead|opportunity",
        "converted": "closedwon|Closed Won|customer",
        "lost": "closedlost|Closed Lost|BAD_TIMING",
        "disqualified": "UNQUALIFIED",
    },
    "Salesforce": {
        "open": "Prospecting|Qualification|Needs Analysis|Value Proposition|Id. Decision Makers|Perception Analysis|"
        "Proposal/Price Quote|Negotiation/Review|Open - Not Contacted|Working - Contacted|Nurturing",
        "converted": "Closed Won|Closed - Converted",
        "lost": "Closed Lost|Closed - Not Converted",
    },
    "Pipedrive": {
        "open": "Open|Lead In|Contact Made|Demo Scheduled|Proposal Made|Negotiations Started",
        "converted": "Won",
        "lost": "Lost",
        "disqualified": "Deleted",
    },
    "Odoo": {"open": "New|Proposition|pending", "converted": "Won|won", "lost": "Lost|lost", "qualified": "Qualified"},
    "Zoho": {
        "open": "Identify Decision Makers|Attempted to Contact|Contact in Future|Not Contacted|Pre-Qualified",
        "lost": "Closed Lost to Competition|Lost Lead",
        "disqualified": "Junk Lead|Not Qualified",
    },
    "Dynamics": {
        "open": "Open|In Progress|On Hold|1-Qualify|2-Develop|3-Propose|4-Close Pending",
        "converted": "Won",
        "lost": "Lost|Canceled|Out-Sold|No Longer Interested|Cannot Contact",
        "disqualified": "Disqualified",
    },
}
BY_LANGUAGE: dict[str, dict[Meaning, str]] = {
    "de": {"converted": "Gewonnen|Ja", "lost": "Verloren|Kein Interesse", "open": "Offen|Angebot|In Verhandlung"},
    "es": {"converted": "Ganado|Sí", "lost": "Perdida|No interesado", "open": "Abierto|Propuesta enviada"},
    "fr": {"converted": "Gagné|oui", "lost": "Perdu|Annulé", "open": "En cours|Nouveau|Négociation"},
    "it": {"converted": "Vinto", "lost": "Perso|Annullato", "open": "Aperto|In trattativa|Preventivo"},
    "nl": {"converted": "Gewonnen", "lost": "Verloren|Geen interesse", "open": "Offerte verstuurd|Nieuw"},
    "pt": {"converted": "Ganho|Sim", "lost": "Perdido|Sem interesse", "open": "Em andamento|Proposta"},
}
CASES = [
    (source, value, meaning)
    for lists in (BY_SYSTEM, BY_LANGUAGE)
    for source, meanings in lists.items()
    for meaning, values in meanings.items()
    for value in values.split("|")
]


@pytest.mark.parametrize(("source", "value", "meaning"), CASES)
def test_what_systems_and_languages_write_is_understood(source: str, value: str, meaning: Meaning) -> None:
    assert meaning_of(value) == meaning, source


@pytest.mark.parametrize("value", ["Closed", "Phase 1", "Evangelist", "12345678", "former customer", "закрыто"])
def test_what_no_list_knows_is_not_guessed(value: str) -> None:
    assert meaning_of(value) is None


@pytest.mark.parametrize(("value", "meaning"), [("1.0", "converted"), ("0,0", "not_converted"), ("1", "converted")])
def test_a_truth_value_may_be_written_as_a_number(value: str, meaning: Meaning) -> None:
    assert meaning_of(value) == meaning


@pytest.mark.parametrize(
    ("values", "still_open", "unclear"),
    [(("Won", "Qualified", "New"), ("New", "Qualified"), ()), (("Qualified", "Open"), ("Open",), ("Qualified",))],
)
def test_qualified_is_a_stage_only_where_another_value_means_won(
    values: tuple[str, ...], still_open: tuple[str, ...], unclear: tuple[str, ...]
) -> None:
    rows = len(values)
    found = meanings_of(Profile("stage", rows, filled=rows, levels=rows, listed=tuple((v, 1) for v in values)))
    assert (tuple(sorted(found.open)), found.unclear) == (still_open, unclear)
