"""Months: conversion of the leads by month of creation, and which months are too young to tell."""

from collections.abc import Mapping, Sequence
from typing import Any

from leadscore.model.drawing import palette
from leadscore.model.drawing.marks import label, line, rectangle
from leadscore.model.drawing.panel import Panel, panel
from leadscore.model.drawing.scales import Scale, covering
from leadscore.model.drawing.svg import figure, tooltip
from leadscore.model.numbers import counted, known, percent

_LABELS_AT_MOST = 8
_KEY_PX = 330.0


def months_figure(months: Sequence[Mapping[str, Any]]) -> str:
    """A bar per month: dark while every lead's horizon has passed, pale while some are too young to tell.

    Args:
        months: ``month``, ``leads``, ``matured`` (share whose horizon has passed) and ``rate`` of those.
    """
    rates = [known(month.get("rate")) for month in months]
    top = covering("converted, of those old enough", [0.0, *(rate for rate in rates if rate is not None)], "share")
    area = panel(Scale("", 0, max(len(months), 1)), top)
    told = "; ".join(_told(month) for month in months)
    drawn = "".join(_bar(area, position, month) for position, month in enumerate(months))
    rows = Panel(Scale("month of creation", 0, 1).between(area.x.start, area.x.stop), area.y)
    base = line((area.x.start, area.y.start), (area.x.stop, area.y.start), palette.PLAIN)
    axes = rows.rows() + rows.names() + base + _month_labels(area, months)
    return figure("Conversion by month", told or "no months", area.size, axes + drawn + _key())


def _bar(area: Panel, position: int, month: Mapping[str, Any]) -> str:
    rate = known(month.get("rate"))
    if rate is None:
        return ""
    left, right = area.x(position + 0.12), area.x(position + 0.88)
    top, bottom = area.y(rate), area.y.start
    young = (known(month.get("matured")) or 0.0) < 1
    colour = palette.SKY if young else palette.BLUE
    return rectangle((left, top), (right, bottom), colour, tooltip(_told(month)), pale=young)


def _told(month: Mapping[str, Any]) -> str:
    rate, matured = percent(known(month.get("rate"))), percent(known(month.get("matured")))
    return f"{month['month']}: {rate} of {counted(known(month.get('leads')), 'lead')}, {matured} old enough"


def _month_labels(area: Panel, months: Sequence[Mapping[str, Any]]) -> str:
    every = -(-len(months) // _LABELS_AT_MOST)
    shown = [(position, str(months[position]["month"])) for position in range(0, len(months), max(every, 1))]
    bottom = area.y.start + 17
    return "".join(label(text[:7], (area.x(position + 0.5), bottom), anchor="middle") for position, text in shown)


def _key() -> str:
    pale = rectangle((_KEY_PX, 5), (_KEY_PX + 11, 16), palette.SKY, pale=True)
    return pale + label("some leads too young to tell", (_KEY_PX + 17, 15))
