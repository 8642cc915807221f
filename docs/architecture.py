"""The picture of the architecture: what data go through, and in which package each step stands."""

import itertools
from dataclasses import dataclass

from leadscore.model.report.drawing import svg
from leadscore.model.report.drawing.svg import element, figure, label, line

_WIDTH_PX, _ROW_PX = 780.0, 74.0
_BOX_PX = (236.0, 46.0)
_COLUMNS_PX = (136.0, 390.0, 644.0)


@dataclass(frozen=True)
class Step:
    """One box: what it holds, the package where it stands, and its place on the grid."""

    title: str
    package: str
    column: int
    row: int

    @property
    def middle(self) -> tuple[float, float]:
        """The pixel in the middle of the box."""
        return _COLUMNS_PX[self.column], 34 + self.row * _ROW_PX

    @property
    def top(self) -> tuple[float, float]:
        """Where arrows end."""
        return self.middle[0], self.middle[1] - _BOX_PX[1] / 2

    @property
    def bottom(self) -> tuple[float, float]:
        """Where arrows begin."""
        return self.middle[0], self.middle[1] + _BOX_PX[1] / 2


STEPS = {
    "sources": Step("files · databases", "model/data/sources", 1, 0),
    "tables": Step("valid rows + counted failures", "model/data/tables", 1, 1),
    "snapshots": Step("dated snapshots, with labels", "model/data/tables/snapshots.py", 1, 2),
    "leakage": Step("leaks · maturity · quality", "model/data/leakage, quality", 2, 2),
    "features": Step("features, by one declared spec", "model/features", 1, 3),
    "splitting": Step("split by time, with a gap", "model/learning/splitting", 1, 4),
    "learner": Step("one sum: trees + logistic model", "model/learning/learner", 0, 5),
    "evaluation": Step("evaluation beside baselines", "model/learning/evaluation, baselines", 2, 5),
    "bundle": Step("bundle: text and JSON, hashed", "model/scoring/bundle", 0, 6),
    "verdict": Step("verdict, by declared rules", "model/learning/promotion", 2, 6),
    "registry": Step("registry: challenger → champion", "model/registry", 1, 7),
    "scorer": Step("scorer: points, reasons, decision", "model/scoring/scorer.py", 1, 8),
    "api": Step("HTTP API", "serve", 0, 9),
    "files": Step("score file", "model/scoring/score_files", 1, 9),
    "explain": Step("one lead explained", "pipelines/explain.py", 2, 9),
}

ARROWS = (
    ("sources", "tables"),
    ("tables", "snapshots"),
    ("tables", "leakage"),
    ("leakage", "features"),
    ("snapshots", "features"),
    ("features", "splitting"),
    ("splitting", "learner"),
    ("splitting", "evaluation"),
    ("learner", "bundle"),
    ("evaluation", "verdict"),
    ("bundle", "registry"),
    ("verdict", "registry"),
    ("registry", "scorer"),
    ("scorer", "api"),
    ("scorer", "files"),
    ("scorer", "explain"),
)


def architecture_figure() -> str:
    """The steps as boxes, and arrows between them."""
    height = 34 + max(step.row for step in STEPS.values()) * _ROW_PX + 40
    card = element("rect", x=0.5, y=0.5, width=_WIDTH_PX - 1, height=height - 1, rx=8, fill="#ffffff", stroke=svg.GRID)
    arrows = "".join(_arrow(STEPS[start], STEPS[end]) for start, end in ARROWS)
    boxes = "".join(map(_box, STEPS.values()))
    told = "; ".join(f"{STEPS[start].title} to {STEPS[end].title}" for start, end in ARROWS)
    return figure("How data flow", told, (_WIDTH_PX, height), card + arrows + boxes)


def _box(step: Step) -> str:
    (x, y), (width, height) = step.middle, _BOX_PX
    place = {"x": x - width / 2, "y": y - height / 2, "width": width, "height": height}
    frame = element("rect", **place, rx=6, fill="#f4f7fa", stroke=svg.BLUE)
    title = label(step.title, (x, y - 2), anchor="middle", colour=svg.INK, size=svg.FONT_PX)
    return frame + title + label(step.package, (x, y + 15), anchor="middle")


def _arrow(start: Step, end: Step) -> str:
    (x1, y1), (x2, y2) = start.bottom, end.top
    half = (y1 + y2) / 2
    way = [(x1, y1), (x1, half), (x2, half), (x2, y2)]
    head = element("polygon", points=svg.pixels([(x2 - 4, y2 - 7), (x2 + 4, y2 - 7), (x2, y2)]), fill=svg.MUTED)
    return "".join(line(*ends, svg.MUTED) for ends in itertools.pairwise(way)) + head
