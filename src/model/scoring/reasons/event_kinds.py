"""Kinds of events that nearly every funnel has, by the words of their names."""

import re

from leadscore.model.features.wording import label_of
from leadscore.model.scoring.wording import Wording

_SPELLINGS = {
    "demo_request": "demo_requested requested_demo request_demo book_demo demo_booked demoanfrage demo_anfrage",
    "quote_request": "quote_requested requested_quote request_quote angebotsanfrage",
    "contact_request": "contact_requested contact_us kontaktanfrage",
    "page_view": "pageview page_views page_viewed viewed_page page_visit page_visited visited_page seitenaufruf",
    "pricing_visit": "pricing_view pricing_page pricing_page_view pricing_page_visit viewed_pricing visited_pricing",
    "email_open": "email_opened opened_email e_mail_open e_mail_opened mail_open mail_opened",
    "email_click": "email_clicked clicked_email email_link_click email_link_clicked e_mail_click mail_click",
    "email_reply": "email_replied replied_email email_response e_mail_reply mail_reply",
    "webinar": "webinar_attended attended_webinar webinar_attendance webinarteilnahme",
    "trial_start": "trial_started started_trial",
    "trial_use": "trial_usage used_trial trial_activity",
    "signup": "sign_up signed_up registration registered registrierung",
    "login": "log_in logged_in",
    "call": "phone_call calls telefonat anruf",
    "meeting": "meetings meeting_held termin",
    "form_submit": "form_submitted form_submission submitted_form form_fill form_filled",
    "download": "downloads downloaded content_download whitepaper_download file_download",
    "video_view": "video_watched watched_video video_play",
    "chat": "chats live_chat chat_started chat_message",
    "newsletter_signup": "newsletter_sign_up newsletter_subscribe newsletter_subscribed newsletter_subscription",
    "unsubscribe": "unsubscribed email_unsubscribe email_unsubscribed",
}
"""Other names of the same thing; a name that may mean something else, as ``newsletter`` alone, is left to its label."""

_KINDS = {name: kind for kind, names in _SPELLINGS.items() for name in (kind, *names.split())}
_SITUATIONS = ("many", "once", "none")
_ANY = "any"


def kind_of(event_type: str) -> str | None:
    """The kind that a name means, however it is written; None where nothing is known of it.

    >>> kind_of("DemoRequest"), kind_of("Email Opened"), kind_of("A_SUBMITTED")
    ('demo_request', 'email_open', None)
    """
    return _KINDS.get("_".join(re.findall(r"[^\W_]+", label_of(event_type).lower())))


def sentences_of(source: str, wording: Wording) -> dict[str, str]:
    """The templates of a kind of event by situation, none where nothing is known of it; no source means any event."""
    kind = kind_of(source) if source else _ANY
    if kind is None:
        return {}
    return {situation: wording.template(f"events.{kind}_{situation}") for situation in _SITUATIONS}
