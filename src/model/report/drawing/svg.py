"""SVG as text: escaped elements, colours that everybody can tell apart, and marks at pixels."""

import re
from collections.abc import Iterable, Sequence
from html import escape

INK = "#1b1f24"
MUTED = "#59616b"
GRID = "#e3e6ea"
PLAIN = "#9aa3ad"
BLUE = "#0072b2"
VERMILLION = "#d55e00"
GREEN = "#009e73"
SKY = "#9fd3ee"

AXES = {"fit": BLUE, "interest": VERMILLION, "context": GREEN}
"""The colour of each axis of the score."""

FONT_PX = 13
SMALL_PX = 11.5
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
_WIDTH_OF_A_LETTER = 0.56
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def figure(name: str, description: str, size: tuple[float, float], body: str) -> str:
    """A whole figure, that scales with its place on the page.

    Args:
        name: What it shows; read aloud first.
        description: Its numbers as text, for screen readers.
        size: Width and height in pixels.
        body: Its elements.
    """
    width, height = size
    return element(
        "svg",
        body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {height:g}",
        width=width,
        height=height,
        role="img",
        aria_label=f"{name}. {description}",
        font_family=_FONT,
        font_size=FONT_PX,
    )


def element(tag: str, *children: str, **attributes: str | float) -> str:
    """One element; children are SVG already, attributes are escaped, and an underscore stands for a hyphen.

    >>> element("line", x1=0.25, stroke_width=2, stroke="#000")
    '<line x1="0.2" stroke-width="2" stroke="#000"/>'
    """
    written = "".join(f' {name.replace("_", "-")}="{_attribute(value)}"' for name, value in attributes.items())
    return f"<{tag}{written}>{''.join(children)}</{tag}>" if children else f"<{tag}{written}/>"


def words(text: str) -> str:
    """Text that is safe between tags; characters that XML forbids are replaced by U+FFFD.

    >>> words("<b> & c" + chr(0)) == "&lt;b&gt; &amp; c" + chr(0xFFFD)
    True
    """
    return escape(_NOT_XML.sub("\ufffd", text))


def tooltip(text: str) -> str:
    """What a mark says when the pointer rests on it."""
    return element("title", words(text))


def fitted(text: str, width_px: float, size_px: float = FONT_PX) -> str:
    """The text, cut with an ellipsis where it would not fit.

    >>> fitted("Country of the company", 80), fitted("Country", 80)
    ('Country o…', 'Country')
    """
    most = letters(width_px, size_px)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def letters(width_px: float, size_px: float) -> int:
    """How many letters of a size fit on a line, about."""
    return max(int(width_px / (size_px * _WIDTH_OF_A_LETTER)), 2)


def _attribute(value: str | float) -> str:
    return words(value) if isinstance(value, str) else f"{round(value, 1):g}" if abs(value) < 1e5 else f"{value:.0f}"


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


def disc(at: Pixel, colour: str, text: str, *, radius: float = 3) -> str:
    """A point with a tooltip."""
    return element("circle", tooltip(text), cx=at[0], cy=at[1], r=radius, fill=colour, stroke="#ffffff")


def rectangle(start: Pixel, end: Pixel, colour: str, *children: str, pale: bool = False) -> str:
    """A bar from its upper left to its lower right pixel; a pale one has a dashed edge."""
    edge = {"stroke": BLUE, "stroke_dasharray": "3 2"} if pale else {}
    size = {"width": end[0] - start[0], "height": max(end[1] - start[1], 0.5)}
    return element("rect", *children, x=start[0], y=start[1], **size, fill=colour, **edge)


def pixels(points: Iterable[Pixel]) -> str:
    """Pixels as SVG lists them."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def label(text: str, at: Pixel, *, anchor: str = "start", colour: str = MUTED, size: float = SMALL_PX) -> str:
    """Words at a pixel; ``anchor`` is start, middle or end."""
    return element("text", words(text), x=at[0], y=at[1], text_anchor=anchor, fill=colour, font_size=size)


def note(text: str, at: Pixel) -> str:
    """A mark's number, centred over it and legible on any line behind it."""
    halo: dict[str, str | float] = {"stroke": "#ffffff", "stroke_width": 3, "paint_order": "stroke"}
    return element("text", words(text), x=at[0], y=at[1], text_anchor="middle", fill=MUTED, font_size=_NOTE_PX, **halo)
