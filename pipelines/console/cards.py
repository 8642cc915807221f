"""What a model's card says, on a terminal: the verdict first, then what it rests on, grades and gates."""

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Column, Table

from leadscore.model.card import Card, Estimate, Metrics, filled
from leadscore.model.card.evaluation import AgeBand, BacktestResult
from leadscore.model.card.grades import GateResult, GradeFacts, GradeRate
from leadscore.model.card.training_data import LeakFinding
from leadscore.model.card.verdict import Verdict
from leadscore.model.report.texts import NAMES, day, ends, middle
from leadscore.model.scoring.language import ENGLISH, english
from leadscore.pipelines.console.terminal import console, warn


def show_grades(grades: GradeFacts) -> None:
    """Print the cuts, how they came about, and how judged leads of each grade converted."""
    first, second, third = grades.thresholds
    since = f" (set with data until {day(grades.set_at)})" if grades.kept and grades.set_at else ""
    cuts = f"[bold]Grades:[/] A from {first} points, B from {second}, C from {third}{since}."
    console.print(f"\n{cuts} {escape(grades.text)} {escape(grades.why)}")
    console.print(_worth(grades.evaluated))
    console.print("A lead counts in each grade that it had when it was looked at.")
    recent = english().say("counts.recent_lead", count=grades.leads_now)
    reached = f"{ENGLISH.percent(grades.share_now)} of {recent} reach A at their best look"
    if grades.drifted:
        warn(
            f"Grade A has drifted: {reached}, where it was {ENGLISH.percent(grades.share_then)} of "
            f"{grades.leads_then:,} when the cuts were set. `leadscore train --reset-cuts` finds new ones."
        )
    else:
        console.print(f"{reached}.", soft_wrap=True)


def show_gates(gates: Sequence[GateResult]) -> None:
    """Say which gates stopped none of the leads, or would seem to."""
    for gate in gates:
        if gate.note:
            missing = f" A column of it is missing for {gate.missing:,}." if gate.missing else ""
            warn(f'Gate "{gate.name}" ({gate.kind} {gate.expression}): {gate.note}{missing}')


def _worth(evaluated: Sequence[GradeRate]) -> Table:
    table = Table("grade", "judged leads", "converted", "rate")
    for row in evaluated:
        between = ends(row.rate, 0, share=True)
        rate = middle(row.rate, 0, share=True) + (f" ({between})" if between else "")
        table.add_row(row.grade, f"{row.leads:,}", f"{row.converted_leads:,}", rate)
    return table


_LEVELS = {"pass": "green", "care": "yellow", "fail": "red"}
_VERDICTS = {"ready": "green", "usable_with_care": "yellow", "not_ready": "red"}
_COMPARED = ("roc_auc", "log_loss", "lift_at_10")
_FIGURES = tuple(NAMES["metrics"][metric] for metric in _COMPARED)

_WIDE = 100
"""Columns of a terminal from which on a figure and its interval have room on one line."""


def show_card(card: Card) -> None:
    """Print the verdict, what was left out as a leak, how the model was judged, and where grades begin."""
    _show_leaks(card.leaks or ())
    console.print(_judged_on(card))
    console.print(_baselines(card))
    if len(card.backtest) > 1 or card.random_claim:
        console.print(_backtest(card))
    if card.by_age:
        console.print(_by_age(card.by_age))
    show_grades(filled(card.grades))
    show_gates(card.gates)
    _show_verdict(filled(card.verdict))
    if card.champion:
        console.print(f"\nAgainst the champion: {escape(card.champion.why)}", soft_wrap=True)


def _show_verdict(verdict: Verdict) -> None:
    console.print(f"\n[bold {_VERDICTS[verdict.readiness]}]{escape(verdict.headline)}[/]", soft_wrap=True)
    for alarm in verdict.alarms:
        console.print(f"[bold red]Alarm:[/] {escape(alarm)}", soft_wrap=True)
    table = Table("rule", "", "", show_edge=False)
    for rule in verdict.rules:
        colour = _LEVELS[rule.level]
        table.add_row(rule.rule, f"[{colour}]{NAMES['levels'][rule.level]}[/]", escape(rule.text))
    console.print(table)


def _show_leaks(leaks: Sequence[LeakFinding]) -> None:
    for leak in leaks:
        if leak.excluded:
            first, *more = leak.signs
            others = f" {english().say('counts.more_sign', count=len(more))} in the report." if more else ""
            told = escape(first.evidence + others)
            console.print(f"[bold red]Left out as a leak: {escape(leak.name)}.[/] {told}")
    if any(leak.excluded for leak in leaks):
        console.print("Whoever knows better sets `keep = true` on the column.")


def _judged_on(card: Card) -> str:
    split, held_out = filled(card.split), filled(card.evaluation)
    training = filled(split.training)
    since = f" created from {day(split.test_from)} on" if split.test_from else ""
    until = f", labels known by {day(split.train_until)}" if split.train_until else ""
    counted = held_out.snapshots > held_out.leads
    over = f", over {held_out.snapshots:,} looks (the k-th look at a lead weighs 1/k)" if counted else ""
    optimistic = " [bold]Optimistic: too few leads for a gap.[/]" if split.optimistic else ""
    return (
        f"{NAMES['splits'][split.kind]} A twin learned from {training.leads:,} leads "
        f"({training.converted_leads:,} converted{until}) and was judged on {held_out.leads:,} leads{since} "
        f"({held_out.converted_leads:,} converted). Mean prediction {ENGLISH.percent(held_out.mean_prediction)}, "
        f"observed {ENGLISH.percent(held_out.typical)}{over}.{optimistic}\n"
        f"What is registered was then trained on all {filled(card.training).leads:,} leads whose label is known."
    )


def _baselines(card: Card) -> Table:
    table = Table("", *_FIGURES, "log loss: model minus it")
    for name, figures in card.metrics.items():
        gap = card.log_loss_difference.get(name)
        table.add_row(NAMES["predictors"][name], *_cells(figures), "" if gap is None else _figure(gap))
    return table


def _backtest(card: Card) -> Table:
    """The same recipe at earlier moments, and what a random split would have made of the last one."""
    table = Table(Column("learned before", min_width=10), "leads", "converted", "predicted", *_FIGURES)
    for result in card.backtest:
        leads, typical = f"{result.evaluation.leads:,}", ENGLISH.percent(result.evaluation.typical)
        start = day(result.test_from) if result.test_from else f"{result.training.leads:,} leads"
        table.add_row(start, leads, typical, ENGLISH.percent(result.mean_prediction), *_cells(result))
    if card.random_claim:
        table.add_section()
        table.add_row("random split", "", "", "", *_cells(card.random_claim))
    return table


def _by_age(bands: Sequence[AgeBand]) -> Table:
    """Where the rate differs by age, age alone ranks leads; within one age it is harder, and truer."""
    table = Table("age of the lead", "leads", "converted", *_FIGURES)
    for band in bands:
        until = "days and more" if band.until_days is None else f"to {band.until_days} days"
        table.add_row(f"{band.from_days} {until}", f"{band.leads:,}", ENGLISH.percent(band.typical), *_cells(band))
    return table


def _cells(figures: Metrics | BacktestResult | AgeBand) -> list[str]:
    return [_figure(estimate) for estimate in (figures.roc_auc, figures.log_loss, figures.lift_at_10)]


def _figure(estimate: Estimate) -> str:
    """A value with its interval on as little space as a table has."""
    low, high = estimate.low, estimate.high
    if low is None or high is None:
        return ENGLISH.number(estimate.value)
    narrow = console.width < _WIDE  # where cells must wrap, a dash leaves no place for it, and figures would be cut
    between = f"{ENGLISH.number(low)}{' to ' if narrow or low < 0 else '–'}{ENGLISH.number(high)}"
    return f"{ENGLISH.number(estimate.value)} ({between})"
