"""The report in German: no English is left in it, and numbers are written as German does."""

import re

import pytest
from english_leftovers import english_in
from golden_card import golden_card

from leadscore.model.report.rendering import drawings, render_report
from leadscore.model.scoring.language import wording_in
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


def test_drawings_are_german() -> None:
    for svg in drawings(golden_card(), GERMAN).values():
        said = "\n".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))
        assert english_in(said, GERMAN, "drawing", "scorings") == set()
        assert not re.search(r"\d\.\d", said)


def test_what_train_prints_is_german(capsys: pytest.CaptureFixture[str]) -> None:
    show_card(golden_card(), GERMAN)
    text = capsys.readouterr().out
    for said in ("Noten: A ab 64 Punkten, B ab 54, C ab 44", "Ein Zwilling lernte aus", "Gegen den Champion:"):
        assert said in " ".join(text.split())
