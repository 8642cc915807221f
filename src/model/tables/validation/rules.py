"""The rules that rows of a table must keep: one name each, in code, in every report and in the rejects file."""

from dataclasses import dataclass
from types import MappingProxyType

REJECTED, EMPTIED, COUNTED_ONCE, KEPT = "row rejected", "cell emptied", "counted once", "row kept"


@dataclass(frozen=True)
class Rule:
    """What was found where a rule is broken, as a sentence, and what can be done about it."""

    name: str
    found: str
    remedy: str


def _rules(*rules: Rule) -> MappingProxyType[str, Rule]:
    return MappingProxyType({rule.name: rule for rule in rules})


RULES = _rules(
    Rule(
        "malformed_row",
        "The row does not have the columns of the header; its number is the line of the file.",
        "check the delimiter and the quotes of that row",
    ),
    Rule("missing_id", "The row does not say which lead it is about.", "fill in the id, or drop the row"),
    Rule("duplicate_lead", "An earlier row has the same id.", "keep one row for each lead"),
    Rule("missing_date", "The date is missing.", "fill in the date, or drop the row"),
    Rule(
        "unreadable_date",
        "The text is not a date between 1900 and 2261.",
        "write dates like 2026-03-31, or set `day_first` for dates like 31/03/2026",
    ),
    Rule("date_before_1970", "The date lies before 1970.", "correct the date; it is often a default"),
    Rule("date_in_future", "The date lies in the future.", "correct the date, or check `day_first`"),
    Rule(
        "unreadable_number",
        "The text is not a finite number.",
        "set `decimal` for the column, or give it the role `category`",
    ),
    Rule("missing_target", "The target is missing, so nothing can be learnt.", "score such leads instead"),
    Rule("unknown_lead", "No row that was kept in the leads has this id.", "check the id columns of both tables"),
    Rule("missing_outcome", "The kind of outcome is missing.", "fill it in, or drop the row"),
    Rule("outcome_before_creation", "The outcome is dated before the lead was created.", "correct one of the dates"),
    Rule("duplicate_outcome", "The lead has an earlier outcome.", "nothing, if the first outcome is the one"),
    Rule(
        "event_before_creation",
        "The event is dated before its lead was created.",
        "nothing, if leads are created after their first visits; else correct one of the dates",
    ),
    Rule("repeated_event", "The same event was read before.", "nothing; it counts once"),
    Rule("unknown_grade", "The grade is not one of A, B, C and D.", "write one of them, or leave it blank"),
    Rule(
        "unknown_route",
        "The route is not one of sales, nurture, enrich_first, re_engage and disqualify.",
        "write one of them, or leave it blank",
    ),
    Rule("nothing_set", "Neither a grade nor a route is set.", "fill in one of them, or drop the row"),
    Rule("missing_reason", "The override does not say why.", "fill in the reason: whoever reads the lead sees it"),
    Rule("missing_person", "The override does not say who set it.", "fill in who did"),
)
"""Every rule, by its name, in the order in which reports show them."""
