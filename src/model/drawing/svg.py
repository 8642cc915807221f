"""SVG as text: elements whose attributes and words are escaped, and the frame that every figure shares."""

import re
from html import escape

FONT_PX = 13
SMALL_PX = 11.5
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
_WIDTH_OF_A_LETTER = 0.56
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def figure(name: str, told: str, size: tuple[float, float], body: str) -> str:
    """A whole figure, that scales with its place on the page.

    Args:
        name: What it shows; read aloud first.
        told: What it says in numbers, for those who do not see it.
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
        aria_label=f"{name}. {told}",
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
    letters = max(int(width_px / (size_px * _WIDTH_OF_A_LETTER)), 2)
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def _attribute(value: str | float) -> str:
    return words(value) if isinstance(value, str) else f"{round(value, 1):g}" if abs(value) < 1e5 else f"{value:.0f}"
