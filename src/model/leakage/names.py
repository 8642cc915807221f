"""Names of columns that people fill in during or after contact, in English and German."""

from collections.abc import Iterator

from leadscore.model.leakage.evidence import Evidence
from leadscore.model.leakage.leak import Sign
from leadscore.model.tables.inspection.lexicon import Lexicon, word_set

WRITTEN_AFTER = Lexicon(
    words=word_set(
        "duration status stage phase lifecycle outcome result disposition reason quality rating score scoring"
        " tag tags qualified disqualified unqualified opportunity deal proposal contract invoice signed signature"
        " closed close closing won lost sold converted conversion approved approval accepted declined rejected"
        " rejection resolved resolution cancelled canceled cancellation onboarding churn followup"
        " feedback remark remarks comment comments note notes"
        " dauer stufe abschluss abgeschlossen ergebnis grund bewertung qualität qualitaet qualifiziert"
        " gewonnen verloren verkauft konvertiert storno storniert absage abgesagt abgelehnt ablehnung zusage zugesagt"
        " vertrag rechnung auftrag bestellung bestellnummer kundennummer unterschrieben unterschrift wiedervorlage"
        " bemerkung bemerkungen notiz notizen kommentar gesprächsnotiz bearbeitet"
    ),
    endings=(
        *("status", "stage", "score", "phase", "duration", "dauer", "grund", "ergebnis", "abschluss", "vertrag"),
        *("qualität", "qualitaet", "bewertung"),
    ),
    beginnings=("abschluss", "vertrags", "rechnungs", "auftrags"),
    phrases=(
        *("last_activity", "last_notable_activity", "last_contact", "last_contacted", "last_call", "last_meeting"),
        *("last_touch", "last_touched", "last_modified", "last_update", "last_updated", "last_changed", "last_change"),
        *("modified_at", "modified_on", "modified_date", "updated_at", "updated_on", "changed_at", "changed_on"),
        *("talk_time", "call_time", "call_length", "days_to_close", "time_to_close", "next_step", "next_action"),
        *("decision_date", "letzte_aktivität", "letzte_aktivitaet", "letzter_kontakt", "letzte_änderung"),
        *("letzte_aenderung", "letzter_anruf", "geändert_am", "geaendert_am", "aktualisiert_am", "bearbeitet_am"),
        *("nächster_schritt", "naechster_schritt"),
    ),
    never=word_set(
        "marital civil family employment job work residence residency visa housing household home relationship"
        " smoking smoker legal familienstatus zivilstatus erwerbsstatus beschäftigungsstatus berufsstatus wohnstatus"
        " aufenthaltsstatus schulabschluss hochschulabschluss bildungsabschluss berufsabschluss höchster hoechster"
        " hintergrund credit fico schufa terms cookies consent newsletter"
        " previous prior prev former past current existing desired wanted preferred planned"
        " bisherige bisheriger aktuelle aktueller vorherige vorheriger frühere früherer gewünschte gewünschter"
    ),
)
"""Names that sales and service give to what they learn from a lead, and not to what the lead brought along."""


def written_after(evidence: Evidence) -> Iterator[tuple[str, Sign]]:
    """A column's name says that people fill it in after contact, and the column predicts at all."""
    for name, auc in evidence.alone.items():
        if WRITTEN_AFTER.rank(name) is not None and auc.beyond_chance(len(evidence.alone)):
            text = (
                f"By its name people fill it in after contact, and alone it ranks leads with an AUC of {auc.value:.2f}."
            )
            yield name, Sign("name", text, "name")
