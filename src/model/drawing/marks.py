"""Marks: lines, discs, bars and words at pixels."""

from collections.abc import Iterable, Sequence

from leadscore.model.drawing import palette
from leadscore.model.drawing.svg import SMALL_PX, element, tooltip, words

Pixel = tuple[float, float]

_NOTE_PX = 10.5


def line(start: Pixel, end: Pixel, colour: str, *, width: float = 1, dashed: bool = False) -> str:
    """A straight line between two pixels."""
    dashes = {"stroke_dasharray": "5 4"} if dashed else {}
    ends = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
    return element("line", **ends, stroke=colour, stroke_width=width, **dashes)


def path(points: Sequence[Pixel], colour: str, *, width: float = 2) -> str:
    """A line through pixels."""
    through = pixels(points)
    return element("polyline", points=through, fill="none", stroke=colour, stroke_width=width, stroke_linejoin="round")


def disc(at: Pixel, colour: str, told: str, *, radius: float = 3) -> str:
    """A point that says what it stands for."""
    return element("circle", tooltip(told), cx=at[0], cy=at[1], r=radius, fill=colour, stroke="#ffffff")


def rectangle(start: Pixel, end: Pixel, colour: str, *children: str, pale: bool = False) -> str:
    """A bar from its upper left to its lower right pixel; a pale one has a dashed edge."""
    edge = {"stroke": palette.BLUE, "stroke_dasharray": "3 2"} if pale else {}
    size = {"width": end[0] - start[0], "height": max(end[1] - start[1], 0.5)}
    return element("rect", *children, x=start[0], y=start[1], **size, fill=colour, **edge)


def pixels(points: Iterable[Pixel]) -> str:
    """Pixels as SVG lists them."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def label(text: str, at: Pixel, *, anchor: str = "start", colour: str = palette.MUTED, size: float = SMALL_PX) -> str:
    """Words at a pixel; ``anchor`` is start, middle or end."""
    return element("text", words(text), x=at[0], y=at[1], text_anchor=anchor, fill=colour, font_size=size)


def note(text: str, at: Pixel) -> str:
    """A mark's number, centred over it and legible on any line behind it."""
    halo: dict[str, str | float] = {"stroke": "#ffffff", "stroke_width": 3, "paint_order": "stroke"}
    return element(
        "text", words(text), x=at[0], y=at[1], text_anchor="middle", fill=palette.MUTED, font_size=_NOTE_PX, **halo
    )
