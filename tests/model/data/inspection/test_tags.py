"""Columns and kinds of events are tagged by their names, in English and German, and only where that makes sense."""

import pytest

from leadscore.model.config import Axis, Bant, ColumnSettings, Role
from leadscore.model.data.inspection.drafting import tagged_columns, tagged_event_types


@pytest.mark.parametrize(
    ("name", "bant"),
    [
        ("budget", "budget"),
        ("yearlyBudget", "budget"),
        ("amount_requested", "budget"),
        ("job_title", "authority"),
        ("JobTitle", "authority"),
        ("Entscheider", "authority"),
        ("use_case", "need"),
        ("Bedarf", "need"),
        ("timeline", "timeline"),
        ("purchase_timeframe", "timeline"),
        ("page_title", None),
        ("budget_date", None),
        ("country", None),
    ],
)
def test_a_column_is_tagged_by_its_name(name: str, bant: Bant | None) -> None:
    assert tagged_columns({name: ColumnSettings(role="category")})[name].bant == bant


@pytest.mark.parametrize(
    ("name", "axis"),
    [
        ("TotalVisits", "interest"),
        ("Total Time Spent on Website", "interest"),
        ("Page Views Per Visit", "interest"),
        ("Last Notable Activity", "interest"),
        ("email_opens", "interest"),
        ("newsletter_clicks", "interest"),
        ("whitepaper_downloads", "interest"),
        ("demo_requested", "interest"),
        ("Webseitenbesuche", "interest"),
        ("letzte_aktivität", "interest"),
        ("zeit_auf_der_seite", "interest"),
        ("geöffnete", None),
        ("visit_source", None),
        ("economic_activity", None),
        ("account_open", None),
        ("reviews", None),
        ("session_id", None),
        ("country", None),
    ],
)
@pytest.mark.parametrize("role", ["numeric", "category", "date"])
def test_a_column_named_for_what_a_lead_did_speaks_of_interest(name: str, axis: Axis | None, role: Role) -> None:
    assert tagged_columns({name: ColumnSettings(role=role)})[name].axis == axis


def test_a_column_that_is_no_feature_has_no_axis() -> None:
    assert tagged_columns({"visits": ColumnSettings(role="id_like")})["visits"].axis is None


@pytest.mark.parametrize("role", ["date", "email", "free_text", "constant", "id_like"])
def test_only_what_can_be_asked_and_answered_is_tagged(role: Role) -> None:
    assert tagged_columns({"budget": ColumnSettings(role=role)})["budget"] == ColumnSettings(role=role)


def test_a_lead_may_be_shown_what_it_said_itself_but_not_what_others_think_of_it() -> None:
    found = tagged_columns({name: ColumnSettings(role="category") for name in ("budget", "job_title", "timeline")})
    assert {name: settings.shareable for name, settings in found.items()} == {
        "budget": True,
        "job_title": False,
        "timeline": True,
    }
    assert not [name for name, settings in found.items() if settings.actionable or settings.by_lead]


def test_kinds_of_events_are_tagged_only_where_there_is_something_to_say() -> None:
    kinds = ("page_view", "pricing_visit", "demo_request", "trial_use", "trial_expired", "webinar", "Anruf", "Login")
    found = tagged_event_types(kinds)
    assert {kind for kind, settings in found.items() if settings.product_use} == {"trial_use", "Login"}
    assert {kind for kind, settings in found.items() if settings.actionable} == {
        "demo_request",
        "trial_use",
        "webinar",
        "Anruf",
    }
