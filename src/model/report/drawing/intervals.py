"""Interval plots: the comparison with baselines, and the backtest folds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leadscore.model.card import Estimate
from leadscore.model.card.evaluation import BacktestResult
from leadscore.model.report.drawing import svg
from leadscore.model.report.drawing.panels import RowsPanel, rows_panel
from leadscore.model.report.drawing.scales import covering
from leadscore.model.report.drawing.svg import element, figure, line, note, tooltip
from leadscore.model.scoring.language import UNKNOWN, Wording

_NOTE_PX = 4.0


@dataclass(frozen=True)
class _Row:
    """One row of an interval plot: an estimate, its name and its style."""

    name: str
    ends: tuple[float, float, float]
    colour: str
    hollow: bool = False

    def described(self, wording: Wording) -> str:
        """The row as text, for its tooltip and for screen readers."""
        value, low, high = map(wording.formats.number, self.ends)
        return wording.say("drawing.estimate", name=self.name, value=value, low=low, high=high)


def baselines_figure(differences: Mapping[str, Estimate], wording: Wording) -> str:
    """The model's log loss minus each baseline's, with its 95 % interval; left of zero the model is better.

    Args:
        differences: An interval per baseline, by its label.
        wording: The reader's language.
    """
    rows = [_Row(name, ends, _compared(ends)) for name, gap in differences.items() if (ends := gap.known) is not None]
    return _drawn("rivals", "difference", rows, wording, zero=0.0)


def backtest_figure(results: Sequence[BacktestResult], random_claim: Estimate | None, wording: Wording) -> str:
    """ROC AUC of every backtest fold, and for comparison that of a random split.

    Args:
        results: The backtest folds, oldest first; the last is the evaluation itself.
        random_claim: ROC AUC by random folds.
        wording: The reader's language.
    """
    rows = [
        _Row(wording.say("drawing.from", day=(result.test_from or UNKNOWN)[:10]), ends, svg.BLUE)
        for result in results
        if (ends := result.roc_auc.known) is not None
    ]
    claim = None if random_claim is None else random_claim.known
    rows += [_Row(wording.say("drawing.claimed"), claim, svg.VERMILLION, hollow=True)] if claim else []
    return _drawn("forward", "auc", rows, wording, zero=0.5)


def _compared(difference: tuple[float, float, float]) -> str:
    """Blue where the model is better, vermillion where it is worse, grey where the interval contains zero."""
    _, low, high = difference
    return svg.BLUE if high < 0 else svg.VERMILLION if low > 0 else svg.MUTED


def _drawn(name: str, axis: str, rows: Sequence[_Row], wording: Wording, *, zero: float) -> str:
    ends = [zero, *(end for row in rows for end in row.ends)]
    scale = covering(wording.say(f"drawing.{axis}"), ends, formats=wording.formats)
    area = rows_panel([row.name for row in rows], scale)
    x, y = area.panel.x, area.panel.y
    reference = line((x(zero), y.stop), (x(zero), y.start), svg.INK, width=1.2, dashed=True)
    marks = "".join(_whisker(area, position, row, wording) for position, row in enumerate(rows))
    text = "; ".join(row.described(wording) for row in rows) or wording.say("drawing.nothing")
    return figure(wording.say(f"drawing.{name}"), text, area.panel.size, area.axes() + reference + marks)


def _whisker(area: RowsPanel, position: int, row: _Row, wording: Wording) -> str:
    x, middle = area.panel.x, area.middle(position)
    value, low, high = (x(end) for end in row.ends)
    fill = "#ffffff" if row.hollow else row.colour
    point = element(
        "circle",
        tooltip(row.described(wording)),
        cx=value,
        cy=middle,
        r=4.5,
        fill=fill,
        stroke=row.colour,
        stroke_width=2,
    )
    bar = line((low, middle), (high, middle), row.colour, width=2)
    inside = min(value, x.stop - _NOTE_PX)  # a number at the right end would be cut
    return f"{bar}{point}{note(wording.formats.number(row.ends[0]), (inside, middle - 8))}"
