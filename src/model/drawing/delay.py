"""The delay curve: how long conversions take, with the leads that are still young counted rightly."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from leadscore.model.drawing import palette
from leadscore.model.drawing.marks import disc, label, line, path, pixels
from leadscore.model.drawing.panel import Panel, panel
from leadscore.model.drawing.scales import Scale, covering
from leadscore.model.drawing.svg import element, figure
from leadscore.model.numbers import known, percent

_KEYS = ("days", "converted", "low", "high")


def delay_figure(delay: Mapping[str, Sequence[Any]], horizon_days: float) -> str:
    """Share of the leads converted by so many days after creation, with its band, and the horizon.

    Args:
        delay: ``days``, and at each of them the share ``converted`` with its ``low`` and ``high``.
        horizon_days: The model's horizon.
    """
    rows = _rows(delay)
    days = covering("days since creation", [0.0, horizon_days, *(row[0] for row in rows)])
    share = covering("share of leads converted by then", [0.0, *chain.from_iterable(row[1:] for row in rows)], "share")
    area = panel(Scale(days.label, 0, days.high), share)
    band = _band(area, rows)
    curve = path([area.at(row[0], row[1]) for row in rows], palette.BLUE)
    points = "".join(disc(area.at(row[0], row[1]), palette.BLUE, _told(row)) for row in rows[1:])
    told = "; ".join(_told(row) for row in rows[1:])
    marks = f"{area.axes()}{band}{curve}{points}{_horizon(area, horizon_days)}"
    return figure("Conversion delay", told or "not known", area.size, marks)


def _rows(delay: Mapping[str, Sequence[Any]]) -> list[tuple[float, ...]]:
    """Day, share, low and high, from the day of creation on, when nobody has converted."""
    numbers = ([known(value) for value in row] for row in zip(*(delay[key] for key in _KEYS), strict=False))
    known_rows = (tuple(number for number in row if number is not None) for row in numbers if None not in row)
    return [(0.0, 0.0, 0.0, 0.0), *(row for row in known_rows if row[0] > 0)]


def _told(row: Sequence[float]) -> str:
    return f"{percent(row[1])} by day {row[0]:g}, {percent(row[2])} to {percent(row[3])}"


def _band(area: Panel, rows: Sequence[tuple[float, ...]]) -> str:
    upper, lower = [(row[0], row[3]) for row in rows], [(row[0], row[2]) for row in rows]
    around = pixels(area.at(*point) for point in [*upper, *reversed(lower)])
    return element("polygon", points=around, fill=palette.SKY, fill_opacity="0.55")


def _horizon(area: Panel, horizon_days: float) -> str:
    x = area.x(horizon_days)
    right = x > (area.x.start + area.x.stop) / 2
    name = label(
        f"horizon: {horizon_days:g} days",
        (x - 6 if right else x + 6, area.y.start - 8),
        anchor="end" if right else "start",
        colour=palette.INK,
    )
    return line((x, area.y.start), (x, area.y.stop), palette.VERMILLION, width=1.5, dashed=True) + name
