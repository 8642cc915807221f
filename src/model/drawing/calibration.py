"""The calibration curve: whether what was predicted is what happened."""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

from leadscore.model.drawing import palette
from leadscore.model.drawing.marks import disc, label, line, path
from leadscore.model.drawing.panel import panel
from leadscore.model.drawing.scales import Scale, covering
from leadscore.model.drawing.svg import figure
from leadscore.model.numbers import counted, known, percent

_LARGEST_RADIUS_PX = 9.0
_SMALLEST_RADIUS_PX = 3.0


def calibration_figure(curve: Sequence[Mapping[str, Any]]) -> str:
    """Observed against predicted conversion rate, a point per bin, the larger the more leads.

    Args:
        curve: ``predicted`` and ``observed`` rate, and ``leads``, per bin.
    """
    bins = [
        (predicted, observed, known(point.get("leads")) or 0.0)
        for point in curve
        if (predicted := known(point["predicted"])) is not None and (observed := known(point["observed"])) is not None
    ]
    top = covering("", [0.0, *(rate for point in bins for rate in point[:2])], "share").high
    predicted_rate = Scale("predicted conversion rate", 0, top, "share")
    area = panel(predicted_rate, Scale("observed conversion rate", 0, top, "share"))
    perfect = line(area.at(0, 0), area.at(top, top), palette.PLAIN, width=1.5, dashed=True)
    name = label("as predicted", area.at(0.72 * top, 0.66 * top))
    curve_line = path([area.at(*point[:2]) for point in bins], palette.BLUE, width=1.5)
    most = max((leads for *_, leads in bins), default=0.0)
    points = "".join(_point(area.at(*point[:2]), point, most) for point in bins)
    told = "; ".join(f"predicted {percent(p)}, observed {percent(o)}, {counted(n, 'lead')}" for p, o, n in bins)
    return figure("Calibration", told or "no bins", area.size, f"{area.axes()}{perfect}{name}{curve_line}{points}")


def _point(at: tuple[float, float], point: tuple[float, float, float], most: float) -> str:
    """A disc whose area tells the number of leads."""
    predicted, observed, leads = point
    radius = max(_LARGEST_RADIUS_PX * sqrt(leads / most) if most else 0.0, _SMALLEST_RADIUS_PX)
    told = f"{counted(leads, 'lead')}: predicted {percent(predicted)}, observed {percent(observed)}"
    return disc(at, palette.BLUE, told, radius=radius)
