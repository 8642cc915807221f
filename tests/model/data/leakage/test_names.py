import pytest

from leadscore.model.vocabulary import vocabulary

AFTER = """
duration callDuration lead_status LeadStatus dealstage lifecyclestage Stage Tags lead_quality reason lost_reason
closed_at Closed-Won score lead_score leadscore last_activity hs_last_activity_date Last_Notable_Activity last_modified
updated_at disposition contract_no invoice_id onboarding_manager next_step
Dauer Gesprächsdauer Verkaufsphase Phase Abschluss Abschlussdatum Vertragsnummer Verlustgrund Grund Leadstatus
Letzte_Aktivität letzter_kontakt Rechnungsnummer Bewertung Kundennummer
""".split()

BEFORE = """
age job marital marital_status employment_status education month campaign contact previous poutcome prev_status
emp.var.rate nr.employed day_of_week source last_name lastname first_contact_date company_size budget timeline
landing_page_id amount_requested credit_score current_contract declared_monthly_revenue decision_maker utm_term
Familienstand Familienstatus Branche Höchster_Abschluss Hochschulabschluss Gründung Hintergrund Wochentag
""".split()


@pytest.mark.parametrize("name", AFTER)
def test_names_of_what_is_written_after_contact_are_known(name: str) -> None:
    assert vocabulary().columns.filled_in_later.has(name)


@pytest.mark.parametrize("name", BEFORE)
def test_names_of_what_a_lead_brings_along_are_not_among_them(name: str) -> None:
    assert not vocabulary().columns.filled_in_later.has(name)
