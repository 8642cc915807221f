"""Rows: a figure with one labelled line for each thing compared, over one horizontal scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadscore.model.drawing import palette
from leadscore.model.drawing.marks import label
from leadscore.model.drawing.panel import WIDTH_PX, Panel
from leadscore.model.drawing.scales import Scale
from leadscore.model.drawing.svg import FONT_PX, fitted, tooltip

ROW_PX = 28.0
_NAMES_PX = 184.0
_TOP_PX = 12.0
_RIGHT_PX = 16.0


@dataclass(frozen=True)
class Rows:
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
        text = label(shown, at, anchor="end", colour=palette.INK, size=FONT_PX)
        return text if shown == name else text.replace("</text>", f"{tooltip(name)}</text>")


def rows_panel(names: Sequence[str], scale: Scale) -> Rows:
    """Room for so many rows over a scale."""
    height = max(len(names), 1) * ROW_PX
    y = Scale("", 0, 1).between(_TOP_PX + height, _TOP_PX)
    return Rows(tuple(names), Panel(scale.between(_NAMES_PX, WIDTH_PX - _RIGHT_PX), y))
