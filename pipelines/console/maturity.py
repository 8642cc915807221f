"""How a check shows conversion over time: cohorts, delays, the horizon, and when recording began."""

from rich.markup import escape

from leadscore.model.data.quality import Findings
from leadscore.model.data.quality.cohorts import Month
from leadscore.model.scoring.language import UNKNOWN, Formats, Wording
from leadscore.pipelines.console.terminal import console, titled_table


def show_maturity(findings: Findings, wording: Wording) -> None:
    """Print how many leads converted, by month and by age."""
    _show_base_rate(findings, wording)
    _show_months(findings, wording)
    _show_delays(findings, wording)
    _show_truncation(findings, wording)


def _show_base_rate(findings: Findings, wording: Wording) -> None:
    _headed("conversion", _converted(findings, wording), wording)
    if findings.without_outcome is not None:
        console.print(escape(wording.say("maturity.without_outcome", count=findings.without_outcome)))
    young = [(findings.base_rate.immature, "lead"), (findings.immature_snapshots, "snapshot")]
    parts = [wording.say(f"counts.{thing}", count=number) for number, thing in young if number]
    if parts:
        counts = parts[0] if len(parts) == 1 else wording.say("maturity.both", first=parts[0], second=parts[1])
        console.print(escape(wording.say("maturity.young", counts=counts)))
    console.print()


def _headed(key: str, text: str, wording: Wording, *, end: str = "") -> None:
    console.print(f"[bold]{escape(wording.say(f'maturity.{key}'))}[/]: {escape(text)}{end}")


def _converted(findings: Findings, wording: Wording) -> str:
    base = findings.base_rate
    kind = "" if not findings.maturity.months else "_matured" if base.matured else "_young"
    return wording.say(
        f"maturity.converted{kind}",
        converted=base.converted,
        leads=base.leads,
        rate=wording.formats.percent(base.rate),
        matured=base.matured,
    )


def _show_months(findings: Findings, wording: Wording) -> None:
    months = findings.maturity.months
    if not months:
        return
    keys = ["leads", "converted_column", "old_enough", "rate"]
    keys += ["left_out"] if any(month.left_out for month in months) else []
    columns = [wording.say(f"maturity.{key}") for key in keys]
    title, first = wording.say("maturity.by_month"), wording.say("maturity.month")
    table = titled_table(title, [first, *columns], numbers=columns)
    for month in months:
        cells = [*_cells(month, wording.formats), wording.formats.count(month.left_out)]
        table.add_row(month.month, *cells[: len(columns)])
    console.print(table)


def _cells(month: Month, formats: Formats) -> list[str]:
    if not month.leads:
        return [UNKNOWN] * 4
    rate = UNKNOWN if month.matured == 0 else formats.percent(month.rate)
    return [formats.count(month.leads), formats.count(month.converted), formats.percent(month.matured, 0), rate]


def _show_delays(findings: Findings, wording: Wording) -> None:
    delay, advice = findings.maturity.delay, findings.maturity.advice
    if delay is not None:
        columns = [wording.say("maturity.converted_column"), wording.say("maturity.interval")]
        title, first = wording.say("maturity.delay"), wording.say("maturity.within_days")
        table = titled_table(title, [first, *columns], numbers=columns)
        for days, *shares in zip(delay.days, delay.converted, delay.low, delay.high, strict=True):
            share, low, high = map(wording.formats.percent, shares)
            table.add_row(str(days), share, wording.say("maturity.between", low=low, high=high))
        console.print(table)
    if advice is not None:
        _headed("horizon", advice, wording, end="\n")


def _show_truncation(findings: Findings, wording: Wording) -> None:
    found = findings.maturity.truncation
    if found is None:
        return
    text = wording.say(
        "maturity.truncation",
        day=found.day,
        recorded=found.recorded,
        expected=wording.formats.number(found.expected, 0),
        leads=found.leads,
    )
    _headed("recorded_late", text, wording)
    console.print(f'    [learning]\n    data_from = "{found.day}"\n', markup=False)
