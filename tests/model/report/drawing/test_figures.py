import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from golden_card import golden_card
from hypothesis import given
from hypothesis import strategies as st

from leadscore.model.card import Estimate, filled
from leadscore.model.card.evaluation import CalibrationPoint
from leadscore.model.card.learner import Driver
from leadscore.model.card.training_data import DelayCurve, MonthMaturity
from leadscore.model.report import drawing
from leadscore.model.report.drawing import svg as palette
from leadscore.model.scoring.language import english

CARD = golden_card()
MATURITY, CLAIM = filled(CARD.maturity), filled(CARD.random_claim)
SVG = "{http://www.w3.org/2000/svg}"
NOTHING = DelayCurve((), (), (), ())

FIGURES: dict[str, str] = {
    "calibration": drawing.calibration_figure(CARD.calibration_curve, english()),
    "gains": drawing.gains_figure(CARD.gains, english()),
    "lift": drawing.lift_figure(CARD.gains, english()),
    "drivers": drawing.drivers_figure(CARD.drivers, english()),
    "replays": drawing.backtest_figure(CARD.backtest, CLAIM.roc_auc, english()),
    "rivals": drawing.baselines_figure(CARD.log_loss_difference, english()),
    "delay": drawing.delay_figure(filled(MATURITY.delay), filled(CARD.horizon_days), english()),
    "months": drawing.months_figure(MATURITY.months, english()),
}
EMPTY: dict[str, Callable[[], str]] = {
    "calibration": lambda: drawing.calibration_figure([], english()),
    "gains": lambda: drawing.gains_figure([], english()),
    "lift": lambda: drawing.lift_figure([], english()),
    "drivers": lambda: drawing.drivers_figure([], english()),
    "replays": lambda: drawing.backtest_figure([], None, english()),
    "rivals": lambda: drawing.baselines_figure({}, english()),
    "delay": lambda: drawing.delay_figure(NOTHING, 30, english()),
    "months": lambda: drawing.months_figure([], english()),
}
TOLD = {
    "calibration": "predicted 1.9%, observed 2.5%, 51 leads",
    "gains": "26.3% of the conversions in the best 10.0%",
    "lift": "lift 2.63 in the best 10.0%",
    "drivers": "Job title, fit, 0.22",
    "replays": "claimed at random: 0.842, from 0.812 to 0.872",
    "rivals": "base_rate: −0.033, from −0.070 to 0.005",
    "delay": "10.9% by day 30",
    "months": "leads, 52.0% old enough",
}


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own drawings


def attributes(svg: str, tag: str, name: str) -> list[str]:
    return [element.attrib[name] for element in parsed(svg).iter(SVG + tag)]


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_an_image_with_its_numbers_in_words(name: str) -> None:
    root = parsed(FIGURES[name])
    assert root.attrib["role"] == "img"
    assert TOLD[name] in root.attrib["aria-label"]


@pytest.mark.parametrize("name", FIGURES)
def test_figures_have_one_width_and_stay_inside_it(name: str) -> None:
    root = parsed(FIGURES[name])
    width, height = (float(root.attrib[side]) for side in ("width", "height"))
    assert width == 520
    for tag, across, down in (("circle", "cx", "cy"), ("rect", "x", "y"), ("text", "x", "y")):
        assert all(0 <= float(x) <= width for x in attributes(FIGURES[name], tag, across))
        assert all(0 <= float(y) <= height for y in attributes(FIGURES[name], tag, down))


@pytest.mark.parametrize("name", EMPTY)
def test_without_numbers_a_figure_is_still_a_figure(name: str) -> None:
    assert parsed(EMPTY[name]()).tag == f"{SVG}svg"


def test_unknown_numbers_are_not_drawn() -> None:
    months = [MonthMaturity("2026-01", 3, 0, matured=0.0, rate=None)]
    baselines = {"base rate": Estimate()}
    assert len(attributes(drawing.months_figure(months, english()), "rect", "x")) == 1  # the key's own
    assert attributes(drawing.baselines_figure(baselines, english()), "circle", "cx") == []


def test_a_bin_that_keeps_its_promise_lies_on_the_dashed_line() -> None:
    svg = drawing.calibration_figure([CalibrationPoint(p, p, 9) for p in (0.1, 0.25, 0.4)], english())
    dashed = next(line.attrib for line in parsed(svg).iter(SVG + "line") if "stroke-dasharray" in line.attrib)
    x1, y1, x2, y2 = (float(dashed[end]) for end in ("x1", "y1", "x2", "y2"))
    points = zip(attributes(svg, "circle", "cx"), attributes(svg, "circle", "cy"), strict=True)
    for x, y in points:
        assert float(y) == pytest.approx(y1 + (y2 - y1) * (float(x) - x1) / (x2 - x1), abs=0.2)


def test_more_leads_make_a_larger_point() -> None:
    svg = drawing.calibration_figure([CalibrationPoint(p, p, int(1000 * p)) for p in (0.1, 0.4)], english())
    small, large = (float(radius) for radius in attributes(svg, "circle", "r"))
    assert large == 2 * small


@pytest.mark.parametrize(
    ("low", "high", "colour"),
    [(-0.2, -0.1, palette.BLUE), (0.1, 0.2, palette.VERMILLION), (-0.1, 0.1, palette.MUTED)],
)
def test_a_rival_is_coloured_by_whether_the_difference_is_sure(low: float, high: float, colour: str) -> None:
    svg = drawing.baselines_figure({"rival": Estimate((low + high) / 2, low, high)}, english())
    assert attributes(svg, "circle", "fill") == [colour]


def test_the_number_over_a_point_at_the_right_end_is_not_cut() -> None:
    svg = drawing.baselines_figure(
        {"near": Estimate(-0.012, -0.02, -0.004), "far": Estimate(-2.1, -2.2, -2.0)}, english()
    )
    near = next(text for text in parsed(svg).iter(SVG + "text") if text.text == "−0.012")
    assert float(near.attrib["x"]) + 18 <= 520


def test_drivers_are_coloured_by_axis_and_name_it() -> None:
    drivers = [Driver("fit", "fit", 0.1), Driver("interest", "interest", 0.1), Driver("context", "context", 0.1)]
    svg = drawing.drivers_figure(drivers, english())
    assert attributes(svg, "rect", "fill") == list(palette.AXES.values())
    assert [svg.count(f">{axis}</text>") for axis in palette.AXES] == [2, 2, 2]  # the name, and the axis on its bar


def test_the_longer_bar_is_the_stronger_driver_and_only_the_strongest_are_drawn() -> None:
    drivers = [Driver(f"s{n}", "fit", 1 / n) for n in range(1, 30)]
    widths = [float(width) for width in attributes(drawing.drivers_figure(drivers, english(), most=5), "rect", "width")]
    assert widths == sorted(widths, reverse=True)
    assert len(widths) == 5


def test_the_horizon_stands_at_its_day() -> None:
    svg = drawing.delay_figure(DelayCurve((100,), (0.2,), (0.1,), (0.3,)), 50, english())
    end = float(attributes(svg, "circle", "cx")[0])
    horizon = next(
        float(line.attrib["x1"]) for line in parsed(svg).iter(SVG + "line") if "stroke-dasharray" in line.attrib
    )
    assert horizon == pytest.approx((62 + end) / 2, abs=0.2)


def test_months_too_young_to_tell_look_different() -> None:
    months = [MonthMaturity(f"2026-0{n}", 9, 1, share, 0.1) for n, share in ((1, 1.0), (2, 0.4))]
    old, young, _ = attributes(drawing.months_figure(months, english()), "rect", "fill")
    assert (old, young) == (palette.BLUE, palette.SKY)


@given(st.text(), st.sampled_from(["signal", "axis", "rival", "month", "replay"]))
def test_hostile_names_stay_words(name: str, place: str) -> None:
    interval = Estimate(-0.1, -0.2, 0.1)
    hostile_result = replace(CARD.backtest[0], test_from=name, roc_auc=interval)
    hostile_axis = replace(CARD.drivers[0], axis=name)  # type: ignore[arg-type]  # a file may hold anything
    drawn: dict[str, Callable[[], str]] = {
        "signal": lambda: drawing.drivers_figure([Driver(name, "fit", 0.1)], english()),
        "axis": lambda: drawing.drivers_figure([hostile_axis], english()),
        "rival": lambda: drawing.baselines_figure({name: interval}, english()),
        "month": lambda: drawing.months_figure([MonthMaturity(name, 1, 1, 1.0, 0.5)], english()),
        "replay": lambda: drawing.backtest_figure([hostile_result], None, english()),
    }
    tags = {element.tag.removeprefix(SVG) for element in parsed(drawn[place]()).iter()}
    assert tags <= {"svg", "line", "text", "circle", "rect", "title", "polyline"}


POINTS = st.builds(CalibrationPoint, st.floats(0, 1), st.floats(0, 1), st.integers(0, 10**12))


@given(st.lists(POINTS, max_size=5))
def test_no_rate_breaks_a_figure(curve: list[CalibrationPoint]) -> None:
    svg = drawing.calibration_figure(curve, english())
    numbers = [attributes(svg, "circle", name) for name in ("cx", "cy", "r")]
    assert all(0 <= float(number) <= 520 for row in numbers for number in row)


def test_drawing_imports_nothing_that_a_server_does_without() -> None:
    code = (
        "import sys; import leadscore.model.report.drawing; "
        "heavy = {'babel', 'duckdb', 'lightgbm', 'matplotlib', 'mlflow', 'pandas', 'shap', 'sklearn'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"
