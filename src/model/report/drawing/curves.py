"""Curves: calibration, gains and lift, and how long conversions take."""

from collections.abc import Sequence
from itertools import chain
from math import sqrt

from leadscore.model.card.evaluation import CalibrationPoint, GainsPoint
from leadscore.model.card.training_data import DelayCurve
from leadscore.model.report.drawing import svg
from leadscore.model.report.drawing.panels import Panel, panel
from leadscore.model.report.drawing.scales import Scale, covering
from leadscore.model.report.drawing.svg import disc, element, figure, label, line, path, pixels
from leadscore.model.scoring.language import ENGLISH, english

_LARGEST_RADIUS_PX = 9.0
_SMALLEST_RADIUS_PX = 3.0


def calibration_figure(curve: Sequence[CalibrationPoint]) -> str:
    """Observed against predicted conversion rate, a point per bin, the larger the more leads."""
    bins = [(point.predicted, point.observed, float(point.leads)) for point in curve]
    top = covering("", [0.0, *(rate for point in bins for rate in point[:2])], "share").high
    predicted_rate = Scale("predicted conversion rate", 0, top, "share")
    area = panel(predicted_rate, Scale("observed conversion rate", 0, top, "share"))
    perfect = line(area.at(0, 0), area.at(top, top), svg.PLAIN, width=1.5, dashed=True)
    name = label("as predicted", area.at(0.72 * top, 0.66 * top))
    curve_line = path([area.at(*point[:2]) for point in bins], svg.BLUE, width=1.5)
    most = max((leads for *_, leads in bins), default=0.0)
    points = "".join(_point(area.at(*point[:2]), point, most) for point in bins)
    told = "; ".join(f"predicted {ENGLISH.percent(p)}, observed {ENGLISH.percent(o)}, {_leads(n)}" for p, o, n in bins)
    return figure("Calibration", told or "no bins", area.size, f"{area.axes()}{perfect}{name}{curve_line}{points}")


def _point(at: tuple[float, float], point: tuple[float, float, float], most: float) -> str:
    """A disc whose area tells the number of leads."""
    predicted, observed, leads = point
    radius = max(_LARGEST_RADIUS_PX * sqrt(leads / most) if most else 0.0, _SMALLEST_RADIUS_PX)
    told = f"{_leads(leads)}: predicted {ENGLISH.percent(predicted)}, observed {ENGLISH.percent(observed)}"
    return disc(at, svg.BLUE, told, radius=radius)


def _leads(leads: float) -> str:
    return english().say("counts.lead", count=round(leads))


_CONTACTED = Scale("share of leads contacted, best scores first", 0, 1, "share")

Points = list[tuple[float, float]]


def gains_figure(gains: Sequence[GainsPoint]) -> str:
    """Share of all conversions that are among the best-scored share of the leads, against contacting at random."""
    points = [(0.0, 0.0), *sorted((point.share, point.captured) for point in gains)]
    area = panel(_CONTACTED, Scale("share of all conversions among them", 0, 1, "share"))
    chance = line(area.at(0, 0), area.at(1, 1), svg.PLAIN, width=1.5, dashed=True)
    name = label("at random", area.at(0.72, 0.66))
    told = _told(points[1:], "{1} of the conversions in the best {0}")
    return figure("Gains", told, area.size, area.axes() + chance + name + _curve(area, points))


def lift_figure(gains: Sequence[GainsPoint]) -> str:
    """How many times more often the best-scored share of the leads converts than all of them."""
    points = sorted((point.share, point.lift) for point in gains)
    area = panel(_CONTACTED, covering("times the average conversion rate", [0.0, 1.0, *(lift for _, lift in points)]))
    chance = line(area.at(0, 1), area.at(1, 1), svg.PLAIN, width=1.5, dashed=True)
    name = label("at random: 1", (area.at(0, 1)[0] + 6, area.at(0, 1)[1] + 15))
    told = "; ".join(f"lift {lift:.2f} in the best {ENGLISH.percent(share)}" for share, lift in points)
    return figure("Lift", told, area.size, area.axes() + chance + name + _curve(area, points, times=True))


def _curve(area: Panel, points: Points, *, times: bool = False) -> str:
    marks = path([area.at(*point) for point in points], svg.BLUE)
    for share, value in points:
        told = f"best {ENGLISH.percent(share)}: {f'{value:.2f} times' if times else ENGLISH.percent(value)}"
        marks += disc(area.at(share, value), svg.BLUE, told)
    return marks


def _told(points: Points, sentence: str) -> str:
    return "; ".join(sentence.format(ENGLISH.percent(share), ENGLISH.percent(value)) for share, value in points)


def delay_figure(delay: DelayCurve, horizon_days: float) -> str:
    """Share of the leads converted by so many days after creation, with its band, and the horizon.

    Args:
        delay: The share converted by each age, with its band.
        horizon_days: The model's horizon.
    """
    rows = _rows(delay)
    days = covering("days since creation", [0.0, horizon_days, *(row[0] for row in rows)])
    share = covering("share of leads converted by then", [0.0, *chain.from_iterable(row[1:] for row in rows)], "share")
    area = panel(Scale(days.label, 0, days.high), share)
    band = _band(area, rows)
    curve = path([area.at(row[0], row[1]) for row in rows], svg.BLUE)
    points = "".join(disc(area.at(row[0], row[1]), svg.BLUE, _described_delay(row)) for row in rows[1:])
    told = "; ".join(_described_delay(row) for row in rows[1:])
    marks = f"{area.axes()}{band}{curve}{points}{_horizon(area, horizon_days)}"
    return figure("Conversion delay", told or "not known", area.size, marks)


def _rows(delay: DelayCurve) -> list[tuple[float, ...]]:
    """Day, share, low and high, from the day of creation on, when nobody has converted."""
    rows = zip(delay.days, delay.converted, delay.low, delay.high, strict=True)
    return [(0.0, 0.0, 0.0, 0.0), *(row for row in rows if row[0] > 0)]


def _described_delay(row: Sequence[float]) -> str:
    return f"{ENGLISH.percent(row[1])} by day {row[0]:g}, {ENGLISH.percent(row[2])} to {ENGLISH.percent(row[3])}"


def _band(area: Panel, rows: Sequence[tuple[float, ...]]) -> str:
    upper, lower = [(row[0], row[3]) for row in rows], [(row[0], row[2]) for row in rows]
    around = pixels(area.at(*point) for point in [*upper, *reversed(lower)])
    return element("polygon", points=around, fill=svg.SKY, fill_opacity="0.55")


def _horizon(area: Panel, horizon_days: float) -> str:
    x = area.x(horizon_days)
    right = x > (area.x.start + area.x.stop) / 2
    name = label(
        f"horizon: {horizon_days:g} days",
        (x - 6 if right else x + 6, area.y.start - 8),
        anchor="end" if right else "start",
        colour=svg.INK,
    )
    return line((x, area.y.start), (x, area.y.stop), svg.VERMILLION, width=1.5, dashed=True) + name
