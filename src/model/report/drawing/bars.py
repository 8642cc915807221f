"""Bars: conversion by month of creation, and the signals that move the score most."""

from collections.abc import Sequence

from leadscore.model.card.learner import Driver
from leadscore.model.card.training_data import MonthMaturity
from leadscore.model.report.drawing import svg
from leadscore.model.report.drawing.panels import Panel, panel, rows_panel
from leadscore.model.report.drawing.scales import Scale, covering
from leadscore.model.report.drawing.svg import figure, label, line, rectangle, tooltip
from leadscore.model.scoring.language import Wording

_LABELS_AT_MOST = 8
_KEY_PX = 330.0


def months_figure(months: Sequence[MonthMaturity], wording: Wording) -> str:
    """A bar per month: dark while every lead's horizon has passed, pale while some are too young to tell."""
    rates = [month.rate for month in months if month.rate is not None]
    top = covering(wording.say("drawing.converted_matured"), [0.0, *rates], "share", wording.formats)
    area = panel(Scale("", 0, max(len(months), 1)), top)
    told = "; ".join(_told(month, wording) for month in months)
    drawn = "".join(_bar(area, position, month, wording) for position, month in enumerate(months))
    rows = Panel(Scale(wording.say("drawing.month"), 0, 1).between(area.x.start, area.x.stop), area.y)
    base = line((area.x.start, area.y.start), (area.x.stop, area.y.start), svg.PLAIN)
    axes = rows.rows() + rows.names() + base + _month_labels(area, months)
    name, described = wording.say("drawing.months"), told or wording.say("drawing.no_months")
    return figure(name, described, area.size, axes + drawn + _key(wording))


def _bar(area: Panel, position: int, month: MonthMaturity, wording: Wording) -> str:
    if month.rate is None:
        return ""
    left, right = area.x(position + 0.12), area.x(position + 0.88)
    top, bottom = area.y(month.rate), area.y.start
    young = (month.matured or 0.0) < 1
    colour = svg.SKY if young else svg.BLUE
    return rectangle((left, top), (right, bottom), colour, tooltip(_told(month, wording)), pale=young)


def _told(month: MonthMaturity, wording: Wording) -> str:
    rate, matured = wording.formats.percent(month.rate), wording.formats.percent(month.matured)
    return wording.say("drawing.month_bar", month=month.month, rate=rate, count=month.leads, matured=matured)


def _month_labels(area: Panel, months: Sequence[MonthMaturity]) -> str:
    every = -(-len(months) // _LABELS_AT_MOST)
    shown = [(position, months[position].month) for position in range(0, len(months), max(every, 1))]
    bottom = area.y.start + 17
    return "".join(label(text[:7], (area.x(position + 0.5), bottom), anchor="middle") for position, text in shown)


def _key(wording: Wording) -> str:
    pale = rectangle((_KEY_PX, 5), (_KEY_PX + 11, 16), svg.SKY, pale=True)
    return pale + label(wording.say("drawing.too_young"), (_KEY_PX + 17, 15))


_HALF_BAR_PX = 8.0


def drivers_figure(drivers: Sequence[Driver], wording: Wording, *, most: int = 15) -> str:
    """A bar per signal, coloured by axis, the strongest first.

    Args:
        drivers: Signals, the strongest first.
        wording: The reader's language.
        most: How many are drawn.
    """
    bars, number = drivers[:most], wording.formats.number
    effects = [0.0, *(driver.log_odds for driver in bars)]
    area = rows_panel(
        [driver.signal for driver in bars], covering(wording.say("drawing.effect"), effects, formats=wording.formats)
    )
    drawn = "".join(_driver_bar(area.panel.x, area.middle(row), bar, wording) for row, bar in enumerate(bars))
    told = "; ".join(f"{bar.signal}, {_axis(bar, wording)}, {number(bar.log_odds, 2)}" for bar in bars)
    name, described = wording.say("drawing.drivers"), told or wording.say("drawing.none")
    return figure(name, described, area.panel.size, area.axes() + drawn)


def _axis(driver: Driver, wording: Wording) -> str:
    return wording.name("scorings.axis", driver.axis)


def _driver_bar(x: Scale, middle: float, driver: Driver, wording: Wording) -> str:
    end = max(x(driver.log_odds), x.start + 1)
    inside = end > (x.start + x.stop) * 0.6
    named = label(
        _axis(driver, wording),
        (end - 5 if inside else end + 5, middle + 4),
        anchor="end" if inside else "start",
        colour="#ffffff" if inside else svg.MUTED,
    )
    colour = svg.AXES.get(driver.axis, svg.PLAIN)
    told = tooltip(f"{driver.signal}: {wording.formats.number(driver.log_odds)}")
    return rectangle((x.start, middle - _HALF_BAR_PX), (end, middle + _HALF_BAR_PX), colour, told) + named
