"""The panel: the area that marks are drawn on, with its axes, grid and labels."""

from dataclasses import dataclass

from leadscore.model.drawing import palette
from leadscore.model.drawing.marks import Pixel, label, line
from leadscore.model.drawing.scales import Scale

WIDTH_PX = 520.0
HEIGHT_PX = 340.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, 16.0, 30.0, 46.0


@dataclass(frozen=True)
class Panel:
    """Two scales that know their pixels."""

    x: Scale
    y: Scale

    @property
    def size(self) -> Pixel:
        """Width and height of the whole figure, margins included."""
        return self.x.stop + _RIGHT, self.y.start + _BOTTOM

    def at(self, x: float, y: float) -> Pixel:
        """The pixels of a point."""
        return self.x(x), self.y(y)

    def axes(self) -> str:
        """Grid lines and labels of both axes."""
        return f"{self.rows()}{self.columns()}{self.names()}"

    def columns(self) -> str:
        """The horizontal axis: its ticks, their grid lines, and its name."""
        top, bottom = self.y.stop, self.y.start
        lines = [line((self.x(value), top), (self.x(value), bottom), palette.GRID) for value, _ in self.x.ticks()]
        texts = [label(text, (self.x(value), bottom + 17), anchor="middle") for value, text in self.x.ticks()]
        name = label(self.x.label, ((self.x.start + self.x.stop) / 2, bottom + 37), anchor="middle", colour=palette.INK)
        return "".join([*lines, *texts, name])

    def rows(self) -> str:
        """The ticks of the vertical axis and their grid lines."""
        left, right = self.x.start, self.x.stop
        lines = [line((left, self.y(value)), (right, self.y(value)), palette.GRID) for value, _ in self.y.ticks()]
        texts = [label(text, (left - 7, self.y(value) + 4), anchor="end") for value, text in self.y.ticks()]
        return "".join([*lines, *texts])

    def names(self) -> str:
        """The name of the vertical axis, above it."""
        return label(self.y.label, (4, 14), colour=palette.INK)


def panel(x: Scale, y: Scale) -> Panel:
    """A panel of the usual size."""
    return Panel(x.between(_LEFT, WIDTH_PX - _RIGHT), y.between(HEIGHT_PX - _BOTTOM, _TOP))
