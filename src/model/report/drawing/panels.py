"""The area that marks are drawn on, with axes and grid; or with one labelled row for each thing compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadscore.model.report.drawing import svg
from leadscore.model.report.drawing.scales import Scale
from leadscore.model.report.drawing.svg import FONT_PX, Pixel, fitted, label, line, tooltip

WIDTH_PX = 520.0
HEIGHT_PX = 340.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, 16.0, 30.0, 46.0


@dataclass(frozen=True)
class Panel:
    """The plot area between two scales."""

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
        lines = [line((self.x(value), top), (self.x(value), bottom), svg.GRID) for value, _ in self.x.ticks()]
        texts = [label(text, (self.x(value), bottom + 17), anchor="middle") for value, text in self.x.ticks()]
        name = label(self.x.label, ((self.x.start + self.x.stop) / 2, bottom + 37), anchor="middle", colour=svg.INK)
        return "".join([*lines, *texts, name])

    def rows(self) -> str:
        """The ticks of the vertical axis and their grid lines."""
        left, right = self.x.start, self.x.stop
        lines = [line((left, self.y(value)), (right, self.y(value)), svg.GRID) for value, _ in self.y.ticks()]
        texts = [label(text, (left - 7, self.y(value) + 4), anchor="end") for value, text in self.y.ticks()]
        return "".join([*lines, *texts])

    def names(self) -> str:
        """The name of the vertical axis, above it."""
        return label(self.y.label, (4, 14), colour=svg.INK)


def panel(x: Scale, y: Scale) -> Panel:
    """A panel of the usual size."""
    return Panel(x.between(_LEFT, WIDTH_PX - _RIGHT), y.between(HEIGHT_PX - _BOTTOM, _TOP))


ROW_PX = 28.0
_NAMES_PX = 184.0
_TOP_PX = 12.0
_RIGHT_PX = 16.0


@dataclass(frozen=True)
class RowsPanel:
    """Names on the left, and the area that the marks of each row stand on."""

    names: tuple[str, ...]
    panel: Panel

    def middle(self, row: int) -> float:
        """The pixel in the middle of a row."""
        return self.panel.y.stop + (row + 0.5) * ROW_PX

    def axes(self) -> str:
        """The scale below, and every row's name, cut where it is too long; the whole of it is in the tooltip."""
        return self.panel.columns() + "".join(self._name(row, name) for row, name in enumerate(self.names))

    def _name(self, row: int, name: str) -> str:
        at = self.panel.x.start - 9, self.middle(row) + 4.5
        shown = fitted(name, _NAMES_PX - 16)
        text = label(shown, at, anchor="end", colour=svg.INK, size=FONT_PX)
        return text if shown == name else text.replace("</text>", f"{tooltip(name)}</text>")


def rows_panel(names: Sequence[str], scale: Scale) -> RowsPanel:
    """Room for so many rows over a scale."""
    height = max(len(names), 1) * ROW_PX
    y = Scale("", 0, 1).between(_TOP_PX + height, _TOP_PX)
    return RowsPanel(tuple(names), Panel(scale.between(_NAMES_PX, WIDTH_PX - _RIGHT_PX), y))
