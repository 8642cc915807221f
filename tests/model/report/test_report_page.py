import re
from base64 import b64decode
from dataclasses import is_dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from golden_card import ALWAYS, golden_card, golden_json

from leadscore.model.card import card_from_dict, filled
from leadscore.model.card.learner import Driver
from leadscore.model.report.rendering import read_figures, render_report
from leadscore.model.report.sections import SECTIONS
from leadscore.model.scoring.language import english

PNG = b"\x89PNG\r\n\x1a\n\x00\xff"
HOSTILE = '<script>alert("1")</script>'
VOID = frozenset({"meta", "img", "br"})
OPTIONAL = sorted(set(golden_json()) - set(ALWAYS))


class Page(HTMLParser):
    """What a browser would see: tags opened and closed, and attributes by name."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.values: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.values.setdefault(name, []).append(value or "")
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag


def rendered(**changes: Any) -> str:
    return render_report(replace(golden_card(), **changes), english(), figures={})


def hostile(value: Any) -> Any:
    """The same card with every text that data or people could have written made hostile."""
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{key: hostile(inner) for key, inner in vars(value).items()})
    if isinstance(value, dict):
        return {key: hostile(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(hostile(inner) for inner in value)
    return HOSTILE if isinstance(value, str) else value


def test_all_sections_come_in_order_each_with_how_to_read_it() -> None:
    html = rendered()
    assert re.findall(r'<section id="(\w+)">', html) == [section.name for section in SECTIONS]
    assert html.count("<strong>How to read it.</strong>") == len(SECTIONS)


def test_the_verdict_comes_first_with_every_rule_its_level_and_its_number() -> None:
    html, verdict = rendered(), filled(golden_card().verdict)
    assert html.index("<b>Usable with care</b>") < html.index("<table") < html.index("What was judged")
    for rule in verdict.rules:
        assert rule.text.replace("'", "&#39;") in html
    assert [html.count(f'class="level {level}"') for level in ("pass", "care", "fail")] == [5, 2, 0]
    assert verdict.alarms[0] in html
    assert "There are few leads to learn from or to judge by, and 1 more reason" in html
    assert "better than what costs nothing" in html


@pytest.mark.parametrize(
    "said",
    [
        "0.712<small>0.608 to 0.803</small>",  # ROC AUC with its interval
        "would have claimed a ROC AUC of 0.842",
        "your point rules",
        "Among leads of one age, over all ages, ROC AUC 0.684 (0.579 to 0.779)",
        "0.031; perfectly true probabilities would give 0.038 on average",
        "reliability 0.0021",
        "31%<small>23% to 39%</small>",  # captured by the best tenth
        "With 4,000.00 for a conversion and 120.00 for a contact",
        "Left out of the model:</strong> onboarding_manager, contract_sent",
        "the horizon of 45 days sees 73%",
        "the intercept was moved by 0.21",
        "42 trials; log loss of the best minus that of the default on leads neither saw −0.0020",
        "upper end may be 0.0050 at most",
        "trees 0.20, encoded trees 0.43, logistic 0.18; intercept −0.29",
        "leads 1,494, events 8,934, outcomes 722",
        '<td class="text">Head of Sales</td><td>14.2%</td><td>189</td>',
        '<td class="text">typical</td><td>9.8%</td><td>1,350</td>',
        "context, 15.3% of the total weight; the score falls with it",
        "<td>7.2% to 9.7%</td><td>8.4%</td><td>655</td><td>11.0%</td><td>104</td>",
        '<td>488</td><td>–</td><td>–</td><td class="text">too few</td>',
        "Inside: 50% of the groups",
        "42% of the groups would be inside on average",
    ],
)
def test_the_numbers_of_the_card_are_said(said: str) -> None:
    assert said in rendered()


@pytest.mark.parametrize("key", OPTIONAL)
@pytest.mark.parametrize("missing", [True, False], ids=["missing", "null"])
def test_a_card_without_a_key_is_told_without_it(key: str, missing: bool) -> None:
    card = {**golden_json(), key: None}
    if missing:
        del card[key]
    html = render_report(card_from_dict(card), english(), figures={})
    Page(html)
    part = {"replays": "backtest", "twin": "twin_sha256"}.get(key, key)
    gone = {section.name for section in SECTIONS if section.needs == (part,)}
    assert set(re.findall(r'<section id="(\w+)">', html)) == {section.name for section in SECTIONS} - gone


def test_a_card_of_the_first_version_is_told_as_far_as_it_goes() -> None:
    html = render_report(card_from_dict({key: golden_json()[key] for key in ALWAYS}), english(), figures={})
    Page(html)
    expected = ["judged", "rivals", "calibration", "drivers", "card"]
    assert re.findall(r'<section id="(\w+)">', html) == expected


@pytest.mark.parametrize(
    ("split", "said", "unsaid"),
    [
        ({"kind": "time", "optimistic": False}, "a gap of one horizon", "Optimistic."),
        ({"kind": "time", "optimistic": True}, "Optimistic.", "Between them lies"),
        ({"kind": "random", "optimistic": False}, "drawn at random: no date orders them", "Between them lies"),
        ({"kind": "file_order", "optimistic": False}, "the last leads of the file", "Between them lies"),
    ],
)
def test_how_it_was_judged_is_said_plainly(split: dict[str, Any], said: str, unsaid: str) -> None:
    html = rendered(split=replace(filled(golden_card().split), **split))
    assert said in html
    assert unsaid not in html


def test_a_kept_leak_is_not_called_left_out() -> None:
    leaks = tuple(replace(leak, excluded=False, kept=True) for leak in golden_card().leaks or ())
    html = rendered(leaks=leaks)
    assert "Left out of the model" not in html
    assert html.count("yes, by your <code>keep</code>") == len(leaks)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "this model&#39;s twin against the champion&#39;s twin, on 212 leads"),
        ({"basis": "shipped"}, "this model&#39;s twin against the champion itself, on 212 leads"),
        (
            {"basis": None, "difference": None, "better": False, "why": "Too few."},
            "Not shown to be as good.</strong> Too few.",
        ),
    ],
)
def test_the_comparison_with_the_champion_says_who_was_judged(changes: dict[str, Any], said: str) -> None:
    html = rendered(champion=replace(filled(golden_card().champion), **changes))
    assert said in html
    assert "None" not in html


def test_drivers_of_a_card_before_rates_were_kept_are_bars_alone() -> None:
    old = tuple(Driver(row.signal, row.axis, row.log_odds) for row in golden_card().drivers)
    html = rendered(drivers=old)
    Page(html)
    assert "How leads converted, by value" not in html
    assert old[0].signal in html.partition('id="drivers"')[2]


def test_the_strongest_signals_are_open_and_the_others_folded_away() -> None:
    drivers = [row for row in golden_card().drivers if row.values]
    section = rendered().partition('id="drivers"')[2].partition("</section>")[0]
    open_part, _, folded = section.partition("<details>")
    told = [[row.signal for row in drivers if f"<h4>{row.signal}</h4>" in part] for part in (open_part, folded)]
    assert told[0] + told[1] == [row.signal for row in drivers]
    assert len(told[0]) == 4


def test_grades_are_told_with_their_rates_and_gates_with_their_counts() -> None:
    html = rendered()
    assert "Grade A begins at 64 points, B at 54, C at 44; found by what people can handle, with data until" in html
    assert "<td>A</td><td>41</td><td>19</td><td>44.0%<small>29.0% to 58.0%</small></td>" in html.replace("\n", "")
    assert "112 of 1,494 leads" in html
    assert "It holds for all of 1,494 leads, so that it stops nobody." in html


def test_a_drifted_grade_is_an_alarm_and_a_steady_one_is_not() -> None:
    assert "<strong>Grade A has drifted.</strong> When the cuts were set (2025-03-31), 10.1% of 297" in rendered()
    steady = rendered(grades=replace(filled(golden_card().grades), drifted=False))
    assert "has drifted" not in steady
    assert "23.3% of 372 recent leads reach grade A at their best look; when the cuts were set it was 10.1%" in steady


def test_small_slices_are_marked() -> None:
    assert rendered().count('<tr class="small">') == sum(bool(row.small) for row in golden_card().slices)


def test_no_text_of_the_card_becomes_markup() -> None:
    leaks = tuple(replace(leak, name=HOSTILE) for leak in golden_card().leaks or ())
    card = replace(hostile(golden_card()), leaks=leaks)
    data, learner = filled(card.data), filled(card.learner)
    card = replace(
        card,
        metrics={**card.metrics, HOSTILE: card.metrics["model"]},
        log_loss_difference={**card.log_loss_difference, HOSTILE: card.log_loss_difference["base_rate"]},
        data=replace(data, columns={**data.columns, HOSTILE: HOSTILE}),
        learner=replace(learner, weights={**learner.weights, HOSTILE: 0.1}),
    )
    html = render_report(card, english(), figures={}, provenance={"version": HOSTILE, "libraries": {HOSTILE: HOSTILE}})
    assert HOSTILE not in html
    assert set(Page(html).tags) == set(Page(rendered()).tags)


def test_the_file_needs_nothing_but_itself() -> None:
    page = Page(render_report(golden_card(), english(), figures={"beeswarm.png": PNG}))
    assert not {"script", "link", "iframe", "object"} & set(page.tags)
    assert all(source.startswith("data:image/png;base64,") for source in page.values["src"])
    assert set(page.values["xmlns"]) == {"http://www.w3.org/2000/svg"}
    addresses = [value for name, values in page.values.items() if name != "xmlns" for value in values if "//" in value]
    assert addresses == []
    assert any("default-src 'none'" in content for content in page.values["content"])
    assert not [name for name in page.values if name.startswith("on")]


def test_figures_are_carried_inside() -> None:
    figures = {"dependence_2.png": PNG + b"2", "beeswarm.png": PNG, "dependence_1.png": PNG + b"1"}
    page = Page(render_report(golden_card(), english(), figures=figures))
    carried = [b64decode(source.partition(",")[2]) for source in page.values["src"]]
    assert carried == [PNG, PNG + b"1", PNG + b"2"]
    assert all(page.values["alt"])


def test_only_the_plots_that_the_report_shows_are_read(tmp_path: Path) -> None:
    for name in ("beeswarm.png", "dependence_1.png", "calibration.png", "leadscore.toml"):
        (tmp_path / name).write_bytes(PNG)
    assert list(read_figures(tmp_path)) == ["beeswarm.png", "dependence_1.png"]
    assert read_figures(tmp_path / "nowhere") == {}
