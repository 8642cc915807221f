"""The names that columns and values go by in exports, in English and German."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from leadscore.model.config import Bant

_PARTS = re.compile(r"[A-ZÄÖÜ]?[a-zäöüß]+|[A-ZÄÖÜ]+(?![a-zäöüß])|\d+")


@dataclass(frozen=True)
class Lexicon:
    """Names for one meaning.

    Attributes:
        names: Whole names, the surest first.
        words: Words that make any name a candidate.
        last_words: Words that do so at the end of a name.
        endings: Ends of words that do so, as German compounds have them.
        beginnings: Beginnings of words that do so.
        phrases: Words next to each other that do so, joined by underscores.
        never: Words that rule a name out, whatever else it says.
    """

    names: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    last_words: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    never: frozenset[str] = frozenset()

    def rank(self, name: str) -> int | None:
        """How sure a name is of this meaning, 0 the surest; None where it does not have it.

        >>> Lexicon(names=("lead_id", "id"), last_words=frozenset({"id"})).rank("MQL-ID")
        2
        """
        words = words_of(name)
        if self.excludes(name):
            return None
        if "_".join(words) in self.names:
            return self.names.index("_".join(words))
        named = self.words.intersection(words) or self.last_words.intersection(words[-1:])
        return len(self.names) if named or self._says_in_part(words) else None

    def _says_in_part(self, words: tuple[str, ...]) -> bool:
        compound = any(word.endswith(self.endings) or word.startswith(self.beginnings) for word in words)
        joined = f"_{'_'.join(words)}_"
        return compound or any(f"_{phrase}_" in joined for phrase in self.phrases)

    def ranked(self, names: Iterable[str]) -> list[str]:
        """The names that have this meaning, the surest first."""
        ranks = {name: self.rank(name) for name in names}
        return sorted((name for name, rank in ranks.items() if rank is not None), key=lambda name: ranks[name] or 0)

    def excludes(self, name: str) -> bool:
        """Whether a name says that it has another meaning."""
        return bool(self.never.intersection(words_of(name)))


def words_of(name: str) -> tuple[str, ...]:
    """The words of a column's name or of a value, in lower case.

    >>> words_of("createdAt (UTC)"), words_of("CLOSED_WON")
    (('created', 'at', 'utc'), ('closed', 'won'))
    """
    return tuple(part.lower() for part in _PARTS.findall(name))


def word_set(text: str) -> frozenset[str]:
    """Words that are separated by spaces."""
    return frozenset(text.split())


ID = Lexicon(
    names=("lead_id", "leadid", "lead", "id", "record_id", "contact_id", "prospect_id", "customer_id", "kunden_id"),
    last_words=word_set("id uuid guid key nr no number nummer kennung kundennummer leadnummer"),
)
CREATED_AT = Lexicon(
    names=(
        *("created_at", "created", "created_on", "created_date", "create_date", "creation_date", "date_created"),
        *("erstellt_am", "erstellt", "angelegt_am", "erstelldatum", "anlagedatum", "eingangsdatum"),
        *("first_contact_date", "first_contact", "lead_date", "date", "datum", "timestamp"),
    ),
    words=word_set(
        "created creation erstellt angelegt eingang signup registered submitted inquiry enquiry received anfrage"
        " anfragedatum first added entered"
    ),
    never=word_set(
        "closed close won lost updated modified changed last birth birthday geburt geburtsdatum geburtstag due next end"
        " expiry expires converted conversion abschluss geändert letzte letzter"
    ),
)
PEOPLE = {
    "phone": Lexicon(
        names=("phone", "phone_number", "mobile", "telefon", "telefonnummer", "handy"),
        last_words=word_set("phone telephone telefon telefonnummer handy mobile tel"),
    ),
    "name": Lexicon(
        names=("name", "full_name", "lead_name", "contact_name", "contact", "ansprechpartner", "last_name", "nachname")
    ),
    "company": Lexicon(
        names=(
            "company",
            "company_name",
            "account",
            "account_name",
            "organisation",
            "organization",
            "firma",
            "unternehmen",
        )
    ),
    "owner": Lexicon(
        names=(
            "owner",
            "lead_owner",
            "sales_rep",
            "account_manager",
            "assigned_to",
            "betreuer",
            "zuständig",
            "vertriebler",
        )
    ),
}
CODE = Lexicon(
    last_words=word_set(
        "zip zipcode postcode postal plz postleitzahl code sic naics branch filiale region cluster segment"
    ),
)
TARGET = Lexicon(
    names=(
        *("converted", "is_converted", "conversion", "target", "label", "y", "won", "is_won", "deal_won", "bought"),
        *("purchased", "is_customer", "became_customer", "customer", "success", "outcome", "result", "status", "stage"),
        *("lead_status", "lead_stage", "gewonnen", "gekauft", "konvertiert", "kunde", "abschluss", "ergebnis"),
    ),
    words=word_set("converted won bought purchased gewonnen gekauft konvertiert"),
    never=word_set("date at on am datum amount value reason days day"),
)
OUTCOME = Lexicon(
    names=("outcome", "result", "status", "stage", "ergebnis", "abschluss", "disposition", "decision", *TARGET.names),
    words=word_set("outcome result status stage ergebnis decision"),
    never=word_set("date at on am datum amount value reason grund"),
)
AMOUNT = Lexicon(
    names=(
        *("amount", "deal_amount", "deal_value", "value", "revenue", "price", "acv", "arr", "mrr"),
        *("betrag", "auftragswert", "umsatz", "wert", "preis"),
    )
)
REASON = Lexicon(names=("reason", "grund"), words=word_set("reason grund verlustgrund ablehnungsgrund"))
HAPPENED_AT = Lexicon(
    names=("occurred_at", "happened_at", "event_time", "timestamp", "time", "date", "datum", "zeitpunkt", "closed_at"),
    words=word_set("occurred happened won closed decided signed time date at datum zeit zeitpunkt"),
    never=word_set("created updated modified due next birth"),
)
EVENT_TYPE = Lexicon(
    names=(
        *("type", "event_type", "event", "event_name", "activity", "activity_type", "action"),
        *("kind", "art", "typ", "aktivität", "ereignis", "aktion", "kanal", "channel"),
    ),
    words=word_set("type activity event action aktivität ereignis typ art"),
    never=word_set("id value date time at"),
)
EVENT_ID = Lexicon(
    names=("event_id", "activity_id", "id"),
    last_words=word_set("id uuid guid key nr nummer"),
    never=word_set("lead user"),
)
EVENT_VALUE = Lexicon(
    names=(
        *("value", "amount", "duration", "seconds", "minutes", "count", "quantity", "score"),
        *("wert", "betrag", "dauer", "anzahl", "menge"),
    ),
    words=word_set("value amount duration seconds minutes count quantity wert betrag dauer anzahl"),
)
WON_VALUES = Lexicon(
    words=word_set(
        "yes y true 1 converted won approved accepted purchased bought success successful signed customer sold"
        " ja wahr gewonnen gekauft konvertiert kunde verkauft angenommen unterschrieben"
    ),
    never=word_set("not no un never lost nicht kein keine declined rejected pending potential former"),
)
DISQUALIFIED_VALUES = Lexicon(
    words=word_set(
        "disqualified disqualify unqualified invalid spam duplicate junk disqualifiziert unqualifiziert ungültig"
    )
)
BANT: dict[Bant, Lexicon] = {
    "budget": Lexicon(
        words=word_set("budget etat"),
        names=("requested_amount", "amount_requested", "spend", "investitionssumme"),
        never=word_set("date at id"),
    ),
    "authority": Lexicon(
        names=("job_title", "title", "jobtitle", "position", "seniority", "decision_maker", "job_role", "funktion"),
        words=word_set("seniority decisionmaker entscheider entscheidungsträger"),
        never=word_set("date at id page"),
    ),
    "need": Lexicon(
        names=(
            "need",
            "needs",
            "use_case",
            "pain_point",
            "product_interest",
            "requirement",
            "bedarf",
            "anwendungsfall",
        ),
        words=word_set("bedarf usecase"),
        never=word_set("date at id"),
    ),
    "timeline": Lexicon(
        names=("timeline", "timeframe", "time_frame", "purchase_timeframe", "urgency", "zeitrahmen", "zeitplan"),
        words=word_set("timeline timeframe zeitrahmen kaufzeitpunkt"),
        never=word_set("date at id"),
    ),
}
"""Columns that tell whether a lead can pay, may decide, needs it, and when."""
PRODUCT_USE = Lexicon(
    names=("trial_use", "trial", "login", "sign_in", "signin", "feature_used", "product_use", "app_open"),
    words=word_set("trial login testzugang anmeldung"),
    phrases=("feature_use", "product_use", "app_use"),
    never=word_set("requested expired ended request"),
)
ACTIONABLE_EVENTS = Lexicon(
    words=word_set("demo webinar call meeting trial workshop visit appointment vorführung anruf termin"),
    never=word_set("page pricing site web missed cancelled canceled declined expired ended"),
)
"""What a salesperson can invite a lead to, or do."""
