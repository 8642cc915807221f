"""A scoring as ``explain`` prints it: what, how sure, what follows, why, and what to do."""

from collections.abc import Iterator
from math import ceil

from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from leadscore.model.scoring.contract import BantFields, Scoring, Value
from leadscore.model.scoring.language import ENGLISH, english
from leadscore.model.timestamps import minute
from leadscore.pipelines.console.terminal import console

_ROUTES = {
    "sales": "sales",
    "nurture": "nurture",
    "enrich_first": "enrich first",
    "re_engage": "re-engage",
    "disqualify": "disqualify",
}
_QUALIFICATIONS = {
    "sql": "Sales-qualified (SQL)",
    "mql": "Marketing-qualified (MQL)",
    "pql": "Product-qualified (PQL)",
    "not_qualified": "Not qualified",
}


def show_scoring(scoring: Scoring, *, who: str, model: str) -> None:
    """Print a scoring; the points shown add up to the score."""
    as_of = "" if scoring.as_of is None else f", as of {minute(scoring.as_of)}"
    console.print(Text(f"Lead {scoring.lead_id}{': ' + who if who else ''}"), style="bold")
    _say(f"Score {scoring.score}{_graded(scoring)}, by model {model}{as_of}")
    for line in (*_chance(scoring), *_decided(scoring)):
        _say(line)
    console.print()
    console.print(_sum_of(scoring))
    _show_advice(scoring)
    for warning in scoring.warnings:
        console.print(Text(f"Note: {warning}"), style="yellow", soft_wrap=True)


def _say(line: str) -> None:
    console.print(Text(line), soft_wrap=True)


def _graded(scoring: Scoring) -> str:
    if scoring.grade is None:
        return ""
    return f", grade {scoring.grade}" + ("" if scoring.cell is None else f" (fit and interest: {scoring.cell})")


def _chance(scoring: Scoring) -> Iterator[str]:
    told = f"Probability {scoring.probability:.1%}"
    if (sure := scoring.interval) is not None:
        ends = f"{sure.low:.1%} to {sure.high:.1%}"
        level = ENGLISH.percent(sure.level, 0)
        told += f", within {ends}: the rate of past leads scored like this one at level {level}, widened to hold it"
    yield told
    if scoring.expected_value is not None:
        yield f"Expected value of contacting it: {ENGLISH.number(scoring.expected_value, 2)}"
    yield f"fit {scoring.fit} · interest {scoring.interest} · context {scoring.context}"


def _decided(scoring: Scoring) -> Iterator[str]:
    if (decision := scoring.decision) is None:
        return
    yield f"\n{_QUALIFICATIONS[decision.qualification]}, route: {route_told(decision.route)}"
    yield f"Rule: {decision.rule}"
    yield f"Next: {decision.next_step}"
    if decision.reenter_on is not None:
        yield f"To be looked at again on {decision.reenter_on}"
    if (override := scoring.override) is not None:
        machine = override.machine
        yield f"Without that: {route_told(machine.route)}. {machine.rule}"
        yield override.explains


def _sum_of(scoring: Scoring) -> Table:
    table = Table("points", "why", "axis", show_footer=True)
    table.columns[0].justify = "right"
    table.columns[0].footer, table.columns[1].footer = str(scoring.score), "score"
    table.add_row(str(scoring.start), "where every lead starts", "")
    for reason in scoring.reasons:
        table.add_row(f"{reason.points:+d}", Text(reason.text), reason.axis)
    if scoring.other_points:
        table.add_row(f"{scoring.other_points:+d}", "all other signals together", "")
    if scoring.beyond_scale:
        table.add_row(f"{scoring.beyond_scale:+d}", "beyond the scale of 0 to 100", "")
    return table


def _show_advice(scoring: Scoring) -> None:
    if scoring.bant is not None:
        console.print()
        console.print(_known(scoring))
    _show_list("To ask, the most telling first", _questions(scoring))
    changes = (f"{change.points:+d}  {change.change}" for change in scoring.help or ())
    _show_list("What goes with a higher score: an association, not a promise", changes)
    if scoring.similar is not None and scoring.similar.leads:
        _show_list(f"Leads like this: {scoring.similar.text}", _past(scoring))
    if scoring.why_not is not None:
        letter = Text(scoring.why_not.text.rstrip())
        console.print()
        console.print(Panel(letter, title="If the lead asks why not: what it may be told", title_align="left"))


def _show_list(title: str, lines: Iterator[str]) -> None:
    told = list(lines)
    if told:
        console.print(Text(f"\n{title}"), style="bold", soft_wrap=True)
        for line in told:
            _say(f"- {line}")


def _known(scoring: Scoring) -> Table:
    table = Table("", "field", "value", "points", title="Budget, authority, need, timeline", title_justify="left")
    table.columns[3].justify = "right"
    for part, fields in vars(scoring.bant or BantFields()).items():
        for entry in fields:
            value = _value(entry.value) if entry.known else "not known"
            table.add_row(part, Text(entry.field), Text(value), f"{entry.points:+d}")
        if not fields:
            table.add_row(part, "", "no column tells of it", "")
    return table


def _questions(scoring: Scoring) -> Iterator[str]:
    for asked in scoring.ask or ():
        moves = f"the answer moves the score by {ENGLISH.number(asked.points, 1)} on average"
        yield f"{asked.question} ({asked.field}: {moves})"


def _past(scoring: Scoring) -> Iterator[str]:
    for lead in scoring.similar.leads if scoring.similar else ():
        after = "" if lead.days is None else f" within {english().say('time.days', count=max(1, ceil(lead.days)))}"
        yield f"{lead.lead_id}: {lead.outcome}{after}"


def _value(value: Value) -> str:
    return ENGLISH.amount(value) if isinstance(value, int | float) else str(value)


def route_told(route: str) -> str:
    """A route as people write it."""
    return _ROUTES[route]
