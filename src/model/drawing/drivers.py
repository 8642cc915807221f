"""Drivers: which signals move the score most, over all leads."""

from collections.abc import Mapping, Sequence
from typing import Any

from leadscore.model.drawing import palette
from leadscore.model.drawing.marks import label, rectangle
from leadscore.model.drawing.rows import rows_panel
from leadscore.model.drawing.scales import Scale, covering
from leadscore.model.drawing.svg import figure, tooltip
from leadscore.model.numbers import known

_HALF_BAR_PX = 8.0


def drivers_figure(drivers: Sequence[Mapping[str, Any]], *, most: int = 15) -> str:
    """A bar per signal, coloured by axis, the strongest first.

    Args:
        drivers: ``signal``, ``axis`` and ``log_odds``: its mean absolute share of the log-odds.
        most: How many are drawn.
    """
    bars = [(str(d["signal"]), str(d["axis"]), known(d["log_odds"]) or 0.0) for d in drivers[:most]]
    scale = covering("mean effect on the log-odds, either way", [0.0, *(value for *_, value in bars)])
    area = rows_panel([signal for signal, *_ in bars], scale)
    drawn = "".join(_bar(area.panel.x, area.middle(row), bar) for row, bar in enumerate(bars))
    told = "; ".join(f"{signal}, {axis}, {value:.2f}" for signal, axis, value in bars)
    return figure("Drivers", told or "none", area.panel.size, area.axes() + drawn)


def _bar(x: Scale, middle: float, bar: tuple[str, str, float]) -> str:
    signal, axis, value = bar
    end = max(x(value), x.start + 1)
    inside = end > (x.start + x.stop) * 0.6
    named = label(
        axis,
        (end - 5 if inside else end + 5, middle + 4),
        anchor="end" if inside else "start",
        colour="#ffffff" if inside else palette.MUTED,
    )
    colour = palette.AXES.get(axis, palette.PLAIN)
    told = tooltip(f"{signal}: {value:.3f}")
    return rectangle((x.start, middle - _HALF_BAR_PX), (end, middle + _HALF_BAR_PX), colour, told) + named
