"""What a model's card says, on a terminal: the verdict first, then what it rests on."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.markup import escape
from rich.table import Column, Table

from leadscore.model.numbers import counted, number, percent
from leadscore.model.report.names import NAMES
from leadscore.model.report.wording import day
from leadscore.pipelines.edge import console
from leadscore.pipelines.grades_shown import show_gates, show_grades

_LEVELS = {"pass": "green", "care": "yellow", "fail": "red"}
_VERDICTS = {"ready": "green", "usable_with_care": "yellow", "not_ready": "red"}
_COMPARED = ("roc_auc", "log_loss", "lift_at_10")
_FIGURES = tuple(NAMES["metrics"][metric] for metric in _COMPARED)

_WIDE = 100
"""Columns of a terminal from which on a figure and its interval have room on one line."""

Card = Mapping[str, Any]


def show_card(card: Card) -> None:
    """Print the verdict, what was left out as a leak, how the model was judged, and where grades begin."""
    _show_leaks(card["leaks"])
    console.print(_judged_on(card))
    console.print(_rivals(card))
    if len(card["replays"]) > 1 or card["random_claim"]:
        console.print(_cut_offs(card))
    if card["by_age"]:
        console.print(_by_age(card["by_age"]))
    show_grades(card["grades"])
    show_gates(card["gates"])
    _show_verdict(card["verdict"])
    if card["champion"]:
        console.print(f"\nAgainst the champion: {escape(card['champion']['why'])}", soft_wrap=True)


def _show_verdict(verdict: Card) -> None:
    console.print(f"\n[bold {_VERDICTS[verdict['verdict']]}]{escape(verdict['headline'])}[/]", soft_wrap=True)
    for alarm in verdict["alarms"]:
        console.print(f"[bold red]Alarm:[/] {escape(alarm)}", soft_wrap=True)
    table = Table("rule", "", "", show_edge=False)
    for rule in verdict["rules"]:
        colour = _LEVELS[rule["level"]]
        table.add_row(rule["rule"], f"[{colour}]{NAMES['levels'][rule['level']]}[/]", escape(rule["text"]))
    console.print(table)


def _show_leaks(leaks: Sequence[Card]) -> None:
    for leak in leaks:
        if leak["excluded"]:
            first, *more = leak["signs"]
            others = f" {counted(len(more), 'more sign')} in the report." if more else ""
            told = escape(first["evidence"] + others)
            console.print(f"[bold red]Left out as a leak: {escape(leak['name'])}.[/] {told}")
    if any(leak["excluded"] for leak in leaks):
        console.print("Whoever knows better sets `keep = true` on the column.")


def _judged_on(card: Card) -> str:
    training, held_out, split = card["split"]["training"], card["evaluation"], card["split"]
    since = f" created from {day(split['test_from'])} on" if split["test_from"] else ""
    until = f", labels known by {day(split['train_until'])}" if split["train_until"] else ""
    counted = held_out["snapshots"] > held_out["leads"]
    over = f", over {held_out['snapshots']:,} looks (the k-th look at a lead weighs 1/k)" if counted else ""
    optimistic = " [bold]Optimistic: too few leads for a gap.[/]" if split["optimistic"] else ""
    return (
        f"{NAMES['splits'][split['kind']]} A twin learned from {training['leads']:,} leads "
        f"({training['converted_leads']:,} converted{until}) and was judged on {held_out['leads']:,} leads{since} "
        f"({held_out['converted_leads']:,} converted). Mean prediction {percent(held_out['mean_prediction'])}, "
        f"observed {percent(held_out['typical'])}{over}.{optimistic}\n"
        f"What is registered was then trained on all {card['training']['leads']:,} leads whose label is known."
    )


def _rivals(card: Card) -> Table:
    table = Table("", *_FIGURES, "log loss: model minus it")
    for name, figures in card["metrics"].items():
        gap = card["log_loss_difference"].get(name)
        table.add_row(NAMES["predictors"][name], *_cells(figures), "" if gap is None else _figure(gap))
    return table


def _cut_offs(card: Card) -> Table:
    """The same recipe at earlier moments, and what a random split would have made of the last one."""
    table = Table(Column("learned before", min_width=10), "leads", "converted", "predicted", *_FIGURES)
    for replay in card["replays"]:
        judged, predicted = replay["evaluation"], percent(replay["mean_prediction"])
        start = day(replay["test_from"]) if replay["test_from"] else f"{replay['training']['leads']:,} leads"
        table.add_row(start, f"{judged['leads']:,}", percent(judged["typical"]), predicted, *_cells(replay))
    if card["random_claim"]:
        table.add_section()
        table.add_row("random split", "", "", "", *_cells(card["random_claim"]))
    return table


def _by_age(bands: Sequence[Card]) -> Table:
    """Where the rate differs by age, age alone ranks leads; within one age it is harder, and truer."""
    table = Table("age of the lead", "leads", "converted", *_FIGURES)
    for band in bands:
        until = "days and more" if band["until_days"] is None else f"to {band['until_days']} days"
        table.add_row(f"{band['from_days']} {until}", f"{band['leads']:,}", percent(band["typical"]), *_cells(band))
    return table


def _cells(figures: Card) -> list[str]:
    return [_figure(figures[metric]) for metric in _COMPARED]


def _figure(interval: Card) -> str:
    """A value with its interval on as little space as a table has."""
    low, high = interval["low"], interval["high"]
    if low is None or high is None:
        return number(interval["value"])
    narrow = console.width < _WIDE  # where cells must wrap, a dash leaves no place for it, and figures would be cut
    between = f"{number(low)}{' to ' if narrow or low < 0 else '–'}{number(high)}"
    return f"{number(interval['value'])} ({between})"
