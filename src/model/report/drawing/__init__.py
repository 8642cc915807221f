"""Drawing: figures as SVG text, from the plain values of a card or a scoring; the report and the pages share them.

Nothing but the standard library and the formats of a language are needed, so that a server which draws starts as light
as one that does not.
"""

from leadscore.model.report.drawing.bars import drivers_figure, months_figure
from leadscore.model.report.drawing.curves import calibration_figure, delay_figure, gains_figure, lift_figure
from leadscore.model.report.drawing.intervals import backtest_figure, baselines_figure
from leadscore.model.report.drawing.scoring import scoring_figure

__all__ = [
    "backtest_figure",
    "baselines_figure",
    "calibration_figure",
    "delay_figure",
    "drivers_figure",
    "gains_figure",
    "lift_figure",
    "months_figure",
    "scoring_figure",
]
