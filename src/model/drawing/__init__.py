"""Drawing: figures as SVG text, from the plain values of a model's card; the report and the pages share them.

Nothing but the standard library is needed, so that a server which draws starts as light as one that does not.
"""

from leadscore.model.drawing.calibration import calibration_figure
from leadscore.model.drawing.delay import delay_figure
from leadscore.model.drawing.drivers import drivers_figure
from leadscore.model.drawing.gains import gains_figure, lift_figure
from leadscore.model.drawing.intervals import replays_figure, rivals_figure
from leadscore.model.drawing.months import months_figure

__all__ = [
    "calibration_figure",
    "delay_figure",
    "drivers_figure",
    "gains_figure",
    "lift_figure",
    "months_figure",
    "replays_figure",
    "rivals_figure",
]
