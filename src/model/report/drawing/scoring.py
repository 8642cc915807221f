"""A scoring: the score as a sum of bars, a bar per reason with its sentence, and the decision."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from textwrap import wrap
from typing import Any

from leadscore.model.report.drawing import svg
from leadscore.model.report.drawing.scales import Scale, covering
from leadscore.model.report.drawing.svg import FONT_PX, element, figure, label, letters, line, rectangle, tooltip, words
from leadscore.model.scoring.language import Wording, known

WIDTH_PX = 760.0
_MARGIN_PX = 22.0
_HEAD_PX = 104.0
_LINE_PX = 15.0
_ROW_GAP_PX = 13.0
_BAR_PX = 14.0
_BARS_PX = (70.0, 280.0)
_TEXT_PX = 302.0
_SCORE_PX = 44.0
_MOST_LINES = 3


@dataclass(frozen=True)
class _BarRow:
    """One summand of the score, as a number and in figures, with its sentence."""

    points: int
    figures: str
    text: str
    colour: str

    @property
    def lines(self) -> list[str]:
        """The sentence on so many lines as fit beside the bars."""
        return wrap(
            self.text, letters(WIDTH_PX - _MARGIN_PX - _TEXT_PX, FONT_PX), max_lines=_MOST_LINES, placeholder="…"
        )

    @property
    def height_px(self) -> float:
        """The room that the row takes."""
        return max(len(self.lines), 1) * _LINE_PX + _ROW_GAP_PX


def scoring_figure(scoring: Mapping[str, Any], wording: Wording) -> str:
    """The score and its decision above, below them one bar for each summand of the score, from the last one's end on.

    Args:
        scoring: A scoring's plain values, as a score file or the API holds them.
        wording: The reader's language, for what stands around the sentences.
    """
    steps = list(_steps(scoring, wording))
    ends = [0, *accumulate(step.points for step in steps)]
    x = covering("", [0, 100, *ends]).between(*_BARS_PX)
    tops = [_HEAD_PX, *accumulate((step.height_px for step in steps), initial=_HEAD_PX)][1:]
    height = tops[-1] + _LINE_PX + _ROW_GAP_PX
    rows = zip(steps, pairwise(ends), pairwise(tops), strict=True)
    bars = "".join(_row(x, step, reach, top) for step, reach, (top, _) in rows)
    total = _total(x, scoring, wording, tops[-1])
    told = "; ".join(f"{step.figures} {step.text}" for step in steps)
    described = f"{wording.say('scorings.total')} {scoring['score']}: {told}"
    card = element("rect", x=0.5, y=0.5, width=WIDTH_PX - 1, height=height - 1, rx=8, fill="#ffffff", stroke=svg.GRID)
    return figure(str(scoring["lead_id"]), described, (WIDTH_PX, height), card + _head(scoring, wording) + bars + total)


def _steps(scoring: Mapping[str, Any], wording: Wording) -> Iterator[_BarRow]:
    signed = wording.formats.points
    yield _BarRow(scoring["start"], str(scoring["start"]), wording.say("scorings.start"), svg.PLAIN)
    for reason in scoring["reasons"]:
        colour = svg.AXES.get(reason["axis"], svg.PLAIN)
        yield _BarRow(reason["points"], signed(reason["points"]), reason["text"], colour)
    for key, text in (
        ("other_points", wording.say("scorings.other")),
        ("beyond_scale", wording.say("scorings.beyond_scale")),
    ):
        if scoring.get(key):
            yield _BarRow(scoring[key], signed(scoring[key]), text, svg.PLAIN)


def _row(x: Scale, step: _BarRow, reach: tuple[float, float], top: float) -> str:
    """The points in figures, a bar from the last sum to the next, and the sentence."""
    left, right = sorted(map(x, reach))
    bar = rectangle((left, top), (max(right, left + 1), top + _BAR_PX), step.colour, tooltip(step.text))
    after = line((x(reach[1]), top), (x(reach[1]), top + step.height_px), svg.GRID)
    points = _bold(step.figures, (_BARS_PX[0] - 14, top + 12), anchor="end")
    lines = (
        label(text, (_TEXT_PX, top + 12 + number * _LINE_PX), colour=svg.INK, size=FONT_PX)
        for number, text in enumerate(step.lines)
    )
    return after + bar + points + "".join(lines)


def _total(x: Scale, scoring: Mapping[str, Any], wording: Wording, top: float) -> str:
    score = scoring["score"]
    bar = rectangle((x(0), top), (max(x(score), x(0) + 1), top + _BAR_PX), svg.INK)
    points = _bold(str(score), (_BARS_PX[0] - 14, top + 12), anchor="end")
    return bar + points + _bold(wording.say("scorings.total"), (_TEXT_PX, top + 12))


def _head(scoring: Mapping[str, Any], wording: Wording) -> str:
    decision = scoring.get("decision") or {}
    grade = f" · {wording.say('scorings.grade', grade=scoring['grade'])}" if scoring.get("grade") else ""
    probability = wording.say("scorings.probability_short", rate=_probability(scoring, wording))
    title = f"{scoring['lead_id']}{grade} · {probability}"
    score = _bold(str(scoring["score"]), (_MARGIN_PX, 62), size=_SCORE_PX)
    said = [decision.get("rule"), decision.get("next_step")]
    lines = "".join(
        label(text, (104, 54 + 18 * number), size=FONT_PX) for number, text in enumerate(filter(None, said))
    )
    return score + _bold(title, (104, 34), size=15) + lines + _axes(scoring, wording)


def _probability(scoring: Mapping[str, Any], wording: Wording) -> str:
    interval, formats = scoring.get("interval"), wording.formats
    told = formats.percent(known(scoring["probability"]), 0)
    if not interval:
        return told
    low, high = (formats.percent(known(interval[end]), 0) for end in ("low", "high"))
    return f"{told} ({low}–{high})"


def _axes(scoring: Mapping[str, Any], wording: Wording) -> str:
    """The colour, the name and the points of each axis, in the upper right corner."""
    drawn = ""
    for number, axis in enumerate(axis for axis in svg.AXES if scoring.get(axis) is not None):
        top, colour = 24.0 + 18 * number, svg.AXES[axis]
        told = wording.axis_score(axis, scoring[axis])
        name = label(told, (WIDTH_PX - 96, top + 10), colour=svg.INK, size=FONT_PX)
        drawn += rectangle((WIDTH_PX - 114, top), (WIDTH_PX - 103, top + 11), colour) + name
    return drawn


def _bold(text: str, at: tuple[float, float], *, anchor: str = "start", size: float = FONT_PX) -> str:
    place = {"x": at[0], "y": at[1], "font_size": size}
    return element("text", words(text), **place, text_anchor=anchor, fill=svg.INK, font_weight="600")
