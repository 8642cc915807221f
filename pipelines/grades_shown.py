"""Grades and gates on a terminal: where A begins and why, what each grade is worth, and what asks for attention."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table

from leadscore.model.numbers import counted, percent
from leadscore.model.report.wording import day, ends, middle
from leadscore.pipelines.edge import console, warn

Card = Mapping[str, Any]


def show_grades(grades: Card) -> None:
    """Print the cuts, how they came about, and how judged leads of each grade converted."""
    first, second, third = grades["cuts"]
    since = f" (set with data until {day(grades['set_at'])})" if grades["kept"] and grades["set_at"] else ""
    cuts = f"[bold]Grades:[/] A from {first} points, B from {second}, C from {third}{since}."
    console.print(f"\n{cuts} {escape(grades['told'])} {escape(grades['why'])}")
    console.print(_worth(grades["evaluated"]))
    console.print("A lead counts in each grade that it had when it was looked at.")
    reached = (
        f"{percent(grades['share_now'])} of {counted(grades['leads_now'], 'recent lead')} reach A at their best look"
    )
    if grades["drifted"]:
        warn(
            f"Grade A has drifted: {reached}, where it was {percent(grades['share_then'])} of "
            f"{grades['leads_then']:,} when the cuts were set. `leadscore train --reset-cuts` finds new ones."
        )
    else:
        console.print(f"{reached}.", soft_wrap=True)


def show_gates(gates: Sequence[Card]) -> None:
    """Say which gates stopped none of the leads, or would seem to."""
    for gate in gates:
        if gate["note"]:
            missing = f" A column of it is missing for {gate['missing']:,}." if gate["missing"] else ""
            warn(f'Gate "{gate["name"]}" ({gate["kind"]} {gate["expression"]}): {gate["note"]}{missing}')


def _worth(evaluated: Sequence[Card]) -> Table:
    table = Table("grade", "judged leads", "converted", "rate")
    for row in evaluated:
        between = ends(row["rate"], 0, share=True)
        rate = middle(row["rate"], 0, share=True) + (f" ({between})" if between else "")
        table.add_row(row["grade"], f"{row['leads']:,}", f"{row['converted_leads']:,}", rate)
    return table
