"""Gains and lift: what contacting the best-scored share of the leads brings."""

from collections.abc import Mapping, Sequence
from typing import Any

from leadscore.model.drawing import palette
from leadscore.model.drawing.marks import disc, label, line, path
from leadscore.model.drawing.panel import Panel, panel
from leadscore.model.drawing.scales import Scale, covering
from leadscore.model.drawing.svg import figure
from leadscore.model.numbers import known, percent

_CONTACTED = Scale("share of leads contacted, best scores first", 0, 1, "share")

Points = list[tuple[float, float]]


def gains_figure(gains: Sequence[Mapping[str, Any]]) -> str:
    """Share of all conversions that are among the best-scored share of the leads, against contacting at random.

    Args:
        gains: ``share`` contacted and ``captured`` of the conversions.
    """
    points = [(0.0, 0.0), *_points(gains, "captured")]
    area = panel(_CONTACTED, Scale("share of all conversions among them", 0, 1, "share"))
    chance = line(area.at(0, 0), area.at(1, 1), palette.PLAIN, width=1.5, dashed=True)
    name = label("at random", area.at(0.72, 0.66))
    told = _told(points[1:], "{1} of the conversions in the best {0}")
    return figure("Gains", told, area.size, area.axes() + chance + name + _curve(area, points))


def lift_figure(gains: Sequence[Mapping[str, Any]]) -> str:
    """How many times more often the best-scored share of the leads converts than all of them.

    Args:
        gains: ``share`` contacted and ``lift``.
    """
    points = _points(gains, "lift")
    area = panel(_CONTACTED, covering("times the average conversion rate", [0.0, 1.0, *(lift for _, lift in points)]))
    chance = line(area.at(0, 1), area.at(1, 1), palette.PLAIN, width=1.5, dashed=True)
    name = label("at random: 1", (area.at(0, 1)[0] + 6, area.at(0, 1)[1] + 15))
    told = "; ".join(f"lift {lift:.2f} in the best {percent(share)}" for share, lift in points)
    return figure("Lift", told, area.size, area.axes() + chance + name + _curve(area, points, times=True))


def _points(gains: Sequence[Mapping[str, Any]], key: str) -> Points:
    pairs = ((known(point.get("share")), known(point.get(key))) for point in gains)
    return sorted((share, value) for share, value in pairs if share is not None and value is not None)


def _curve(area: Panel, points: Points, *, times: bool = False) -> str:
    marks = path([area.at(*point) for point in points], palette.BLUE)
    for share, value in points:
        told = f"best {percent(share)}: {f'{value:.2f} times' if times else percent(value)}"
        marks += disc(area.at(share, value), palette.BLUE, told)
    return marks


def _told(points: Points, sentence: str) -> str:
    return "; ".join(sentence.format(percent(share), percent(value)) for share, value in points)
