"""Curves: calibration, gains and lift, and how long conversions take."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from math import sqrt

from leadscore.model.card.evaluation import CalibrationPoint, GainsPoint
from leadscore.model.card.training_data import DelayCurve
from leadscore.model.report.drawing import svg
from leadscore.model.report.drawing.panels import Panel, panel
from leadscore.model.report.drawing.scales import Scale, covering
from leadscore.model.report.drawing.svg import disc, element, figure, label, line, path, pixels
from leadscore.model.scoring.language import Wording

_LARGEST_RADIUS_PX = 9.0
_SMALLEST_RADIUS_PX = 3.0


def calibration_figure(curve: Sequence[CalibrationPoint], wording: Wording) -> str:
    """Observed against predicted conversion rate, a point per bin, the larger the more leads."""
    top = covering("", [0.0, *(rate for point in curve for rate in (point.predicted, point.observed))], "share").high
    predicted, observed = wording.say("drawing.predicted_rate"), wording.say("drawing.observed_rate")
    whole = Scale(predicted, 0, top, "share", formats=wording.formats)
    area = panel(whole, replace(whole, label=observed))
    perfect = line(area.at(0, 0), area.at(top, top), svg.PLAIN, width=1.5, dashed=True)
    name = label(wording.say("drawing.as_predicted"), area.at(0.72 * top, 0.66 * top))
    curve_line = path([area.at(point.predicted, point.observed) for point in curve], svg.BLUE, width=1.5)
    most = max((point.leads for point in curve), default=0)
    points = "".join(_point(area, point, most, wording) for point in curve)
    told = "; ".join(_bin("drawing.bin", point, wording) for point in curve) or wording.say("drawing.no_bins")
    drawn = f"{area.axes()}{perfect}{name}{curve_line}{points}"
    return figure(wording.say("drawing.calibration"), told, area.size, drawn)


def _point(area: Panel, point: CalibrationPoint, most: int, wording: Wording) -> str:
    """A disc whose area tells the number of leads."""
    radius = max(_LARGEST_RADIUS_PX * sqrt(point.leads / most) if most else 0.0, _SMALLEST_RADIUS_PX)
    told = _bin("drawing.point", point, wording)
    return disc(area.at(point.predicted, point.observed), svg.BLUE, told, radius=radius)


def _bin(key: str, point: CalibrationPoint, wording: Wording) -> str:
    predicted, observed = wording.formats.percent(point.predicted), wording.formats.percent(point.observed)
    return wording.say(key, predicted=predicted, observed=observed, count=point.leads)


def _share(key: str, wording: Wording) -> Scale:
    return Scale(wording.say(key), 0, 1, "share", formats=wording.formats)


Points = list[tuple[float, float]]


def gains_figure(gains: Sequence[GainsPoint], wording: Wording) -> str:
    """Share of all conversions that are among the best-scored share of the leads, against contacting at random."""
    points = [(0.0, 0.0), *sorted((point.share, point.captured) for point in gains)]
    area = panel(_share("drawing.contacted", wording), _share("drawing.captured", wording))
    chance = line(area.at(0, 0), area.at(1, 1), svg.PLAIN, width=1.5, dashed=True)
    name = label(wording.say("drawing.at_random"), area.at(0.72, 0.66))
    said = {point: _shares(point, wording) for point in points}
    told = "; ".join(wording.say("drawing.gain", **said[point]) for point in points[1:])
    marks = _curve(area, points, [wording.say("drawing.gain_point", **said[point]) for point in points])
    return figure(wording.say("drawing.gains"), told, area.size, area.axes() + chance + name + marks)


def _shares(point: tuple[float, float], wording: Wording) -> dict[str, str]:
    share, captured = (wording.formats.percent(end) for end in point)
    return {"share": share, "captured": captured}


def lift_figure(gains: Sequence[GainsPoint], wording: Wording) -> str:
    """How many times more often the best-scored share of the leads converts than all of them."""
    points = sorted((point.share, point.lift) for point in gains)
    lifts = [0.0, 1.0, *(lift for _, lift in points)]
    times = covering(wording.say("drawing.times_average"), lifts, formats=wording.formats)
    area = panel(_share("drawing.contacted", wording), times)
    chance = line(area.at(0, 1), area.at(1, 1), svg.PLAIN, width=1.5, dashed=True)
    name = label(wording.say("drawing.at_random_one"), (area.at(0, 1)[0] + 6, area.at(0, 1)[1] + 15))
    formats = wording.formats
    said = [{"share": formats.percent(share), "lift": formats.number(lift, 2)} for share, lift in points]
    told = "; ".join(wording.say("drawing.lift_in", **each) for each in said)
    marks = _curve(area, points, [wording.say("drawing.lift_point", **each) for each in said])
    return figure(wording.say("drawing.lift"), told, area.size, area.axes() + chance + name + marks)


def _curve(area: Panel, points: Points, told: Sequence[str]) -> str:
    marks = [disc(area.at(*point), svg.BLUE, text) for point, text in zip(points, told, strict=True)]
    return path([area.at(*point) for point in points], svg.BLUE) + "".join(marks)


def delay_figure(delay: DelayCurve, horizon_days: float, wording: Wording) -> str:
    """Share of the leads converted by so many days after creation, with its band, and the horizon.

    Args:
        delay: The share converted by each age, with its band.
        horizon_days: The model's horizon.
        wording: The reader's language.
    """
    rows = _rows(delay)
    formats, shares = wording.formats, [0.0, *chain.from_iterable(row[1:] for row in rows)]
    days = covering(wording.say("drawing.days_since"), [0.0, horizon_days, *(row[0] for row in rows)], formats=formats)
    area = panel(replace(days, low=0), covering(wording.say("drawing.converted_by"), shares, "share", formats))
    band = _band(area, rows)
    curve = path([area.at(row[0], row[1]) for row in rows], svg.BLUE)
    said = [_described_delay(row, wording) for row in rows[1:]]
    points = "".join(disc(area.at(row[0], row[1]), svg.BLUE, text) for row, text in zip(rows[1:], said, strict=True))
    marks = f"{area.axes()}{band}{curve}{points}{_horizon(area, horizon_days, wording)}"
    told = "; ".join(said) or wording.say("drawing.not_known")
    return figure(wording.say("drawing.delay"), told, area.size, marks)


def _rows(delay: DelayCurve) -> list[tuple[float, ...]]:
    """Day, share, low and high, from the day of creation on, when nobody has converted."""
    rows = zip(delay.days, delay.converted, delay.low, delay.high, strict=True)
    return [(0.0, 0.0, 0.0, 0.0), *(row for row in rows if row[0] > 0)]


def _described_delay(row: Sequence[float], wording: Wording) -> str:
    share, low, high = (wording.formats.percent(rate) for rate in row[1:])
    return wording.say("drawing.delay_point", share=share, day=f"{row[0]:g}", low=low, high=high)


def _band(area: Panel, rows: Sequence[tuple[float, ...]]) -> str:
    upper, lower = [(row[0], row[3]) for row in rows], [(row[0], row[2]) for row in rows]
    around = pixels(area.at(*point) for point in [*upper, *reversed(lower)])
    return element("polygon", points=around, fill=svg.SKY, fill_opacity="0.55")


def _horizon(area: Panel, horizon_days: float, wording: Wording) -> str:
    x = area.x(horizon_days)
    right = x > (area.x.start + area.x.stop) / 2
    name = label(
        wording.say("drawing.horizon", days=f"{horizon_days:g}"),
        (x - 6 if right else x + 6, area.y.start - 8),
        anchor="end" if right else "start",
        colour=svg.INK,
    )
    return line((x, area.y.start), (x, area.y.stop), svg.VERMILLION, width=1.5, dashed=True) + name
