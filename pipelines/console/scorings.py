"""A scoring as ``explain`` prints it, and why a score changed."""

from collections.abc import Iterator
from math import ceil

from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from leadscore.model.scoring.contract import BantFields, Scoring, Value
from leadscore.model.scoring.intervals import ends_in_hundred
from leadscore.model.scoring.language import Wording
from leadscore.model.scoring.points import AXES
from leadscore.model.scoring.score_change import ScoreChange
from leadscore.model.timestamps import minute, moment
from leadscore.pipelines.console.terminal import console


def show_summary(scoring: Scoring, wording: Wording, *, who: str) -> None:
    """Print the answer in eight lines at most.

    Args:
        scoring: The scoring, with its summary; without one, the headline is all.
        wording: The reader's language, for what stands around the model's sentences.
        who: What people call the lead; may be empty.
    """
    first, *rest = (scoring.summary or scoring.headline).split("\n")
    key = "scorings.answer_who" if who else "scorings.answer"
    answer = wording.say(key, lead_id=scoring.lead_id, who=who, answer=first)
    console.print(Text(answer), style="bold", soft_wrap=True)
    for line in rest:
        _say(line)


def show_scoring(scoring: Scoring, wording: Wording, *, model: str) -> None:
    """Print everything behind the answer; the points shown add up to the score.

    Args:
        scoring: The scoring; its sentences are the model's own.
        wording: The reader's language, for what stands around them.
        model: What people call the model.
    """
    console.print()
    _say(", ".join(_scored(scoring, wording, model)))
    for line in (*_chance(scoring, wording), *_decided(scoring, wording)):
        _say(line)
    console.print()
    console.print(_sum_of(scoring, wording))
    _show_advice(scoring, wording)
    for warning in scoring.warnings:
        console.print(Text(wording.say("scorings.note", warning=warning)), style="yellow", soft_wrap=True)


def _say(line: str) -> None:
    console.print(Text(line), soft_wrap=True)


def _scored(scoring: Scoring, wording: Wording, model: str) -> Iterator[str]:
    yield wording.say("scorings.score", score=scoring.score)
    if scoring.grade is not None:
        key = "scorings.grade" if scoring.cell is None else "scorings.grade_cell"
        yield wording.say(key, grade=scoring.grade, cell=scoring.cell)
    yield wording.say("scorings.by_model", model=model)
    if scoring.as_of is not None:
        yield wording.say("scorings.as_of", moment=minute(scoring.as_of))


def _chance(scoring: Scoring, wording: Wording) -> Iterator[str]:
    formats = wording.formats
    rate = formats.percent(scoring.probability)
    sure = scoring.interval
    if sure is None or sure.from_score is not None:
        yield wording.say("scorings.probability", rate=rate)
    else:
        low, high, level = formats.percent(sure.low), formats.percent(sure.high), formats.percent(sure.level, 0)
        yield wording.say("scorings.probability_within", rate=rate, low=low, high=high, level=level)
    if sure is not None and sure.from_score is not None:
        low, high = ends_in_hundred(sure, wording)
        key = "past_rate_of_one" if sure.from_score == sure.to_score else "past_rate"
        yield wording.say(f"scorings.{key}", first=sure.from_score, last=sure.to_score, low=low, high=high)
    if scoring.expected_value is not None:
        yield wording.say("scorings.expected_value", value=formats.number(scoring.expected_value, 2))
    axes = {axis: getattr(scoring, axis) for axis in AXES}
    if shown := [wording.axis_score(axis, score) for axis, score in axes.items() if score is not None]:
        yield " · ".join(shown)


def _decided(scoring: Scoring, wording: Wording) -> Iterator[str]:
    if (decision := scoring.decision) is None:
        return
    qualification = wording.say(f"scorings.qualification_{decision.qualification}")
    route = route_text(decision.route, wording)
    yield "\n" + wording.say("scorings.decided", qualification=qualification, route=route)
    yield wording.say("scorings.rule", rule=decision.rule)
    yield wording.say("scorings.next_step", step=decision.next_step)
    if decision.reenter_on is not None:
        yield wording.say("scorings.reenter", day=wording.formats.date(moment(decision.reenter_on)))
    if (override := scoring.override) is not None:
        machine = override.machine
        route = route_text(machine.route, wording)
        yield wording.say("scorings.without_override", route=route, rule=machine.rule)
        yield override.explains


def _sum_of(scoring: Scoring, wording: Wording) -> Table:
    table = Table(*(wording.say(f"scorings.{name}") for name in ("points", "why", "without", "axis")), show_footer=True)
    points = wording.formats.points
    table.columns[0].justify = table.columns[2].justify = "right"
    table.columns[0].footer, table.columns[1].footer = str(scoring.score), wording.say("scorings.total")
    table.columns[2].footer = wording.share(scoring.probability)
    table.add_row(str(scoring.start), wording.say("scorings.start"))
    for reason in scoring.reasons:
        without = "" if reason.probability_without is None else wording.share(reason.probability_without)
        table.add_row(points(reason.points), Text(reason.text), without, axis_text(reason.axis, wording))
    if scoring.other_points:
        table.add_row(points(scoring.other_points), wording.say("scorings.other"))
    if scoring.beyond_scale:
        table.add_row(points(scoring.beyond_scale), wording.say("scorings.beyond_scale"))
    return table


def _show_advice(scoring: Scoring, wording: Wording) -> None:
    if scoring.bant is not None:
        console.print()
        console.print(_known(scoring, wording))
    _show_list(wording.say("scorings.to_ask"), _questions(scoring, wording))
    _show_list(wording.say("scorings.to_help"), (change.text for change in scoring.help or ()))
    if scoring.similar is not None and scoring.similar.leads:
        _show_list(wording.say("scorings.similar", text=scoring.similar.text), _past(scoring, wording))
    if scoring.why_not is not None:
        letter = Text(scoring.why_not.text.rstrip())
        console.print()
        console.print(Panel(letter, title=wording.say("scorings.why_not"), title_align="left"))
        if scoring.why_not.note is not None:
            _say(scoring.why_not.note)


def _show_list(title: str, lines: Iterator[str]) -> None:
    items = list(lines)
    if items:
        console.print(Text(f"\n{title}"), style="bold", soft_wrap=True)
        for line in items:
            _say(f"- {line}")


def _known(scoring: Scoring, wording: Wording) -> Table:
    columns = (wording.say(f"scorings.{name}") for name in ("field", "value", "points"))
    table = Table("", *columns, title=wording.say("scorings.bant"), title_justify="left")
    table.columns[3].justify = "right"
    for part, fields in vars(scoring.bant or BantFields()).items():
        called = wording.say(f"scorings.bant_{part}")
        for entry in fields:
            value = _value(entry.value, wording) if entry.known else wording.say("scorings.not_known")
            table.add_row(called, Text(entry.field), Text(value), wording.formats.points(entry.points))
        if not fields:
            table.add_row(called, "", wording.say("scorings.no_column"), "")
    return table


def _questions(scoring: Scoring, wording: Wording) -> Iterator[str]:
    for entry in scoring.ask or ():
        points = wording.formats.number(entry.points, 1)
        yield wording.say("scorings.question", question=entry.question, field=entry.field, points=points)


def _past(scoring: Scoring, wording: Wording) -> Iterator[str]:
    for lead in scoring.similar.leads if scoring.similar else ():
        ended = {"lead_id": lead.lead_id, "outcome": wording.say(f"scorings.outcome_{lead.outcome}")}
        if lead.days is None:
            yield wording.say("scorings.past", **ended)
        else:
            yield wording.say("scorings.past_within", **ended, count=max(1, ceil(lead.days)))


def _value(value: Value, wording: Wording) -> str:
    return wording.formats.amount(value) if isinstance(value, int | float) else str(value)


def route_text(route: str, wording: Wording) -> str:
    """A route as people write it."""
    return wording.say(f"scorings.route_{route}")


def axis_text(axis: str, wording: Wording) -> str:
    """An axis of the score as people call it."""
    return wording.say(f"scorings.axis_{axis}")


def show_score_change(change: ScoreChange, wording: Wording, *, since: str = "") -> None:
    """Print why a score changed; the points shown sum to the difference.

    Args:
        change: The difference.
        wording: The reader's language.
        since: When the score was the earlier one, for people to read.
    """
    points, difference = wording.formats.points, change.after - change.before
    if not change.parts:
        key = "score_change.same_since" if since else "score_change.same"
        console.print(Text("\n" + wording.say(key, score=change.after, since=since)), soft_wrap=True)
        return
    table = Table(wording.say("score_change.points"), wording.say("score_change.why"), show_footer=True)
    table.columns[0].justify = "right"
    ends = {"before": change.before, "after": change.after}
    table.columns[0].footer = points(difference)
    table.columns[1].footer = wording.say("score_change.total", **ends)
    for part in (part for part in change.parts if part.points):
        table.add_row(points(part.points), Text(part.what))
    key = "score_change.moved_since" if since else "score_change.moved"
    console.print(Text("\n" + wording.say(key, **ends, since=since)), style="bold", soft_wrap=True)
    console.print(table)
