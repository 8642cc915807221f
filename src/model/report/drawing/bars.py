"""Bars: conversion by month of creation, and the signals that move the score most."""

from collections.abc import Sequence

from leadscore.model.card.learner import Driver
from leadscore.model.card.training_data import MonthMaturity
from leadscore.model.report.drawing import svg
from leadscore.model.report.drawing.panels import Panel, panel, rows_panel
from leadscore.model.report.drawing.scales import Scale, covering
from leadscore.model.report.drawing.svg import figure, label, line, rectangle, tooltip
from leadscore.model.scoring.language import ENGLISH, english

_LABELS_AT_MOST = 8
_KEY_PX = 330.0


def months_figure(months: Sequence[MonthMaturity]) -> str:
    """A bar per month: dark while every lead's horizon has passed, pale while some are too young to tell."""
    rates = [month.rate for month in months if month.rate is not None]
    top = covering("converted, of those old enough", [0.0, *rates], "share")
    area = panel(Scale("", 0, max(len(months), 1)), top)
    told = "; ".join(_told(month) for month in months)
    drawn = "".join(_bar(area, position, month) for position, month in enumerate(months))
    rows = Panel(Scale("month of creation", 0, 1).between(area.x.start, area.x.stop), area.y)
    base = line((area.x.start, area.y.start), (area.x.stop, area.y.start), svg.PLAIN)
    axes = rows.rows() + rows.names() + base + _month_labels(area, months)
    return figure("Conversion by month", told or "no months", area.size, axes + drawn + _key())


def _bar(area: Panel, position: int, month: MonthMaturity) -> str:
    if month.rate is None:
        return ""
    left, right = area.x(position + 0.12), area.x(position + 0.88)
    top, bottom = area.y(month.rate), area.y.start
    young = (month.matured or 0.0) < 1
    colour = svg.SKY if young else svg.BLUE
    return rectangle((left, top), (right, bottom), colour, tooltip(_told(month)), pale=young)


def _told(month: MonthMaturity) -> str:
    rate, matured = ENGLISH.percent(month.rate), ENGLISH.percent(month.matured)
    return f"{month.month}: {rate} of {english().say('counts.lead', count=month.leads)}, {matured} old enough"


def _month_labels(area: Panel, months: Sequence[MonthMaturity]) -> str:
    every = -(-len(months) // _LABELS_AT_MOST)
    shown = [(position, months[position].month) for position in range(0, len(months), max(every, 1))]
    bottom = area.y.start + 17
    return "".join(label(text[:7], (area.x(position + 0.5), bottom), anchor="middle") for position, text in shown)


def _key() -> str:
    pale = rectangle((_KEY_PX, 5), (_KEY_PX + 11, 16), svg.SKY, pale=True)
    return pale + label("some leads too young to tell", (_KEY_PX + 17, 15))


_HALF_BAR_PX = 8.0


def drivers_figure(drivers: Sequence[Driver], *, most: int = 15) -> str:
    """A bar per signal, coloured by axis, the strongest first.

    Args:
        drivers: Signals, the strongest first.
        most: How many are drawn.
    """
    bars = [(driver.signal, driver.axis, driver.log_odds) for driver in drivers[:most]]
    scale = covering("mean effect on the log-odds, either way", [0.0, *(value for *_, value in bars)])
    area = rows_panel([signal for signal, *_ in bars], scale)
    drawn = "".join(_driver_bar(area.panel.x, area.middle(row), bar) for row, bar in enumerate(bars))
    told = "; ".join(f"{signal}, {axis}, {value:.2f}" for signal, axis, value in bars)
    return figure("Drivers", told or "none", area.panel.size, area.axes() + drawn)


def _driver_bar(x: Scale, middle: float, bar: tuple[str, str, float]) -> str:
    signal, axis, value = bar
    end = max(x(value), x.start + 1)
    inside = end > (x.start + x.stop) * 0.6
    named = label(
        axis,
        (end - 5 if inside else end + 5, middle + 4),
        anchor="end" if inside else "start",
        colour="#ffffff" if inside else svg.MUTED,
    )
    colour = svg.AXES.get(axis, svg.PLAIN)
    told = tooltip(f"{signal}: {value:.3f}")
    return rectangle((x.start, middle - _HALF_BAR_PX), (end, middle + _HALF_BAR_PX), colour, told) + named
