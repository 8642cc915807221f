"""The report in German: no English is left in it, and numbers are written as German does."""

import re
from collections.abc import Collection
from dataclasses import replace
from typing import get_args

import pytest
from english_leftovers import english_in
from golden_card import golden_card, whole

from leadscore.model.card.training_data import LeakFinding, LeakSign
from leadscore.model.data.leakage.leak import SignName
from leadscore.model.learning.learner.effort import MARGINS
from leadscore.model.learning.promotion.verdict import RULES
from leadscore.model.report.rendering import drawings, render_report
from leadscore.model.scoring.language import english, wording_in
from leadscore.pipelines.console.cards import show_card

GERMAN = wording_in("de")


def test_the_report_is_german() -> None:
    html = render_report(golden_card(), GERMAN, figures={"beeswarm.png": b"1"})
    assert '<html lang="de">' in html
    headings = re.findall(r"<h2>(.*?)</h2>", html)
    assert headings == [GERMAN.say(f"report.section_{name}") for name in re.findall(r'<section id="(\w+)"', html)]
    assert "0,712<small>0,608 bis 0,803</small>" in html
    assert "Bei 4.000,00 je Konversion und 120,00 je Kontakt" in html
    assert "<strong>Note A hat sich verschoben.</strong>" in html
    assert "42 Versuche; Log-Verlust der besten Einstellung" in html


SIGNS = tuple(LeakSign(sign, "") for sign in get_args(SignName))
SUSPECT = LeakFinding("campaign", "column", "high", SIGNS, excluded=True, kept=False)
NAMES = {
    "verdict": ("report.rule", [rule.rule for rule in whole(golden_card()).verdict.rules], "td"),
    "leaks": ("check.sign", get_args(SignName), "em"),
    "learner": ("card.part", MARGINS, "dd"),
}
"""By section of the report, what its keys are called in a language file, the keys, and the element they stand in."""


@pytest.mark.parametrize("section", NAMES)
def test_rules_signs_and_parts_of_the_learner_go_by_german_names(section: str) -> None:
    kind, keys, element = NAMES[section]
    html = render_report(replace(golden_card(), leaks=(SUSPECT,)), GERMAN, figures={})
    shown = html.partition(f'<section id="{section}">')[2].partition("</section>")[0]
    said = "\n".join(re.findall(rf"<{element}>([^<]*)</{element}>", shown))
    assert [key for key in keys if GERMAN.say(f"{kind}_{key}") not in said] == []
    assert [key for key in keys if english().name(kind, key).replace("_", " ") in said.split("\n")] == []


@pytest.mark.parametrize(
    ("kind", "keys"),
    [("card.rule", RULES), ("report.rule", RULES), ("card.part", MARGINS), ("check.sign", get_args(SignName))],
)
def test_every_key_that_people_read_has_a_name(kind: str, keys: Collection[str]) -> None:
    section, name = kind.split(".")
    assert {f"{name}_{key}" for key in keys} <= english().phrases[section].keys()


def test_drawings_are_german() -> None:
    for svg in drawings(golden_card(), GERMAN).values():
        said = "\n".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))
        assert english_in(said, GERMAN, "drawing", "scorings") == set()
        assert not re.search(r"\d\.\d", said)


def test_what_train_prints_is_german(capsys: pytest.CaptureFixture[str]) -> None:
    show_card(golden_card(), GERMAN)
    text = capsys.readouterr().out
    for said in (
        "Vergleichswerte │",
        "Noten: A ab 64 Punkten, B ab 54, C ab 44",
        "Ein Zwilling lernte aus",
        "Gegen den Champion:",
    ):
        assert said in " ".join(text.split())
