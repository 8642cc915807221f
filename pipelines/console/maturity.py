"""How a check shows conversion over time: cohorts, delays, the horizon, and when recording began."""

from rich.markup import escape

from leadscore.model.data.quality import Findings
from leadscore.model.data.quality.cohorts import Month
from leadscore.model.scoring.language import english
from leadscore.pipelines.console.terminal import console, titled_table


def show_maturity(findings: Findings) -> None:
    """Print how many leads converted, by month and by age."""
    _show_base_rate(findings)
    _show_months(findings)
    _show_delays(findings)
    _show_truncation(findings)


def _show_base_rate(findings: Findings) -> None:
    base = findings.base_rate
    console.print(f"[bold]Conversion[/]: {base.converted:,} of {base.leads:,} leads converted{_within(findings)}.")
    if findings.without_outcome is not None:
        console.print(
            f"{english().say('counts.lead', count=findings.without_outcome)} without an outcome: open, not lost."
        )
    young = [(base.immature, "lead"), (findings.immature_snapshots, "snapshot")]
    told = " and ".join(english().say(f"counts.{thing}", count=number) for number, thing in young if number)
    if told:
        console.print(f"Too young to tell, so left out and not counted as lost: {told}.")
    console.print()


def _within(findings: Findings) -> str:
    base = findings.base_rate
    if not findings.maturity.months:
        return f", {base.rate:.1%}"
    if not base.matured:
        return "; none is old enough to tell whether it converts within the horizon"
    return f"; within the horizon {base.rate:.1%} of the {base.matured:,} that are old enough to tell"


def _show_months(findings: Findings) -> None:
    months = findings.maturity.months
    if not months:
        return
    some_left_out = any(month.left_out for month in months)
    columns = ["leads", "converted", "old enough", "rate", *(["left out"] if some_left_out else [])]
    table = titled_table("By month of creation", ["month", *columns], numbers=columns)
    for month in months:
        left_out = [f"{month.left_out:,}"] if some_left_out else []
        table.add_row(month.month, *_cells(month), *left_out)
    console.print(table)


def _cells(month: Month) -> list[str]:
    if not month.leads:
        return ["–"] * 4
    rate = "–" if month.matured == 0 else f"{month.rate:.1%}"
    return [f"{month.leads:,}", f"{month.converted:,}", f"{month.matured:.0%}", rate]


def _show_delays(findings: Findings) -> None:
    delay, advice = findings.maturity.delay, findings.maturity.advice
    if delay is not None:
        columns = ["converted", "95 % interval"]
        table = titled_table("How long leads take to convert", ["within days", *columns], numbers=columns)
        for days, share, low, high in zip(delay.days, delay.converted, delay.low, delay.high, strict=True):
            table.add_row(str(days), f"{share:.1%}", f"{low:.1%} to {high:.1%}")
        console.print(table)
    if advice is not None:
        console.print(f"[bold]Horizon[/]: {escape(advice)}\n")


def _show_truncation(findings: Findings) -> None:
    found = findings.maturity.truncation
    if found is None:
        return
    console.print(
        f"[bold]Conversions recorded late[/]: before {found.day} there are {found.recorded:,}, where"
        f" {found.expected:,.0f} were to be expected. The {found.leads:,} leads created earlier look lost; leave them"
        " out in the configuration:"
    )
    console.print(f'    [learning]\n    data_from = "{found.day}"\n', markup=False)
