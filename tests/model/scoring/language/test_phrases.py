"""What may stand in braces, and what never."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.scoring.language.phrases import flaw, placeholders

few = settings(max_examples=100, deadline=None, derandomize=True, database=None)


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("{0} days", r"holds `\{0\}`, which is not a plain name"),
        ("{} days", r"holds `\{\}`, which is not a plain name"),
        ("{label.__class__}", r"holds `\{label\.__class__\}`, which is not a plain name"),
        ("{label[0]}", r"holds `\{label\[0\]\}`, which is not a plain name"),
        ("{label!r}", r"holds `\{label!r\}`, which is not a plain name"),
        ("{label:>99999999}", r"holds `\{label:>99999999\}`, which is not a plain name"),
        ("{label:{width}}", r"holds `\{label:\{width\}\}`, which is not a plain name"),
        ("{label", "has braces that do not match"),
        ("label}", "has braces that do not match"),
        ("{{label}", "has braces that do not match"),
    ],
)
def test_nothing_but_plain_names_may_stand_in_braces(template: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        placeholders(template)


@pytest.mark.parametrize(
    ("template", "found"),
    [("", set()), ("plain", set()), ("{a} and {b}, {a}", {"a", "b"}), ("{{a}} {b}", {"b"}), ("{größe}", {"größe"})],
)
def test_names_in_braces_are_found(template: str, found: set[str]) -> None:
    assert placeholders(template) == found


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("{label} was {ago}", None),
        ("{ago}: {label}, {label}", None),
        (7, ("is not a text", "put it in quotation marks")),
        (["{label}"], ("is not a text", "put it in quotation marks")),
        ("", ("is empty", "write what people should read")),
        ("{label}", ("lacks the placeholder `{ago}`", "put `{ago}` where it belongs")),
        ("{label} {agoo} {ago}", ("holds the unknown placeholder `{agoo}`", "did you mean `ago`?")),
        ("{label} {ago", ("has braces that do not match", "put in braces nothing but `{ago}` and `{label}`")),
    ],
)
def test_a_flaw_says_what_is_wrong_and_what_to_do(template: object, told: tuple[str, str] | None) -> None:
    names = frozenset({"label", "ago"})
    assert flaw(template, allowed=names, required=names) == told


def test_where_no_name_is_allowed_the_remedy_is_to_do_without_braces() -> None:
    assert flaw("{value}", allowed=frozenset(), required=frozenset()) == (
        "holds the unknown placeholder `{value}`",
        "write it without braces",
    )


@few
@given(st.text(alphabet="{}ab.!:[0] ", max_size=12))
def test_what_passes_can_be_filled_in_with_the_names_found_and_never_shows_more_than_them(template: str) -> None:
    try:
        names = placeholders(template)
    except ValueError:
        return
    filled = template.format(**dict.fromkeys(names, ""))
    assert filled == "".join(part for part in _literals(template))


def _literals(template: str) -> list[str]:
    """The template without its names, by hand: two braces are one, a name in braces is gone."""
    found, rest = [], template
    while rest:
        if rest[:2] in ("{{", "}}"):
            found.append(rest[0])
            rest = rest[2:]
        elif rest[0] == "{":
            rest = rest[rest.index("}") + 1 :]
        else:
            found.append(rest[0])
            rest = rest[1:]
    return found
