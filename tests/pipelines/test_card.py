"""What a card says on terminals of every width."""

from dataclasses import replace

import pytest
from golden_card import golden_card
from rich.console import Console

from leadscore.model.card import Estimate, filled
from leadscore.model.card.signals import SignalChecks, SignalSlope
from leadscore.model.scoring.language import english, wording_in
from leadscore.pipelines.console import cards as shown
from leadscore.pipelines.console.cards import show_card


@pytest.mark.parametrize("width", [80, 110, 160])
def test_no_figure_is_cut_on_a_narrow_terminal(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shown, "console", Console(highlight=False, width=width))
    show_card(golden_card(), english())
    assert "…" not in capsys.readouterr().out


def test_a_rate_over_several_looks_at_a_lead_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    card = golden_card()
    show_card(replace(card, evaluation=replace(filled(card.evaluation), leads=100, snapshots=250)), english())
    assert "over 250 looks (the k-th look at a lead weighs 1/k)." in " ".join(capsys.readouterr().out.split())


SAYS_NOTHING = SignalSlope("Colour", Estimate(0.1, -0.4, 0.6), gain=-0.0003, log_odds=0.2)
UNTOLD = SignalSlope("Webinar", Estimate(), gain=-0.0001, log_odds=0.1)
LEFT_OUT = SignalChecks(signals=(), left_out=(SAYS_NOTHING, UNTOLD))


@pytest.mark.parametrize(
    ("language", "checks", "lines"),
    [
        ("en", None, []),
        ("en", SignalChecks(signals=(SAYS_NOTHING,)), []),
        (
            "en",
            LEFT_OUT,
            [
                "Colour is taken out: it says nothing of leads that were held out (slope 0.100 (−0.400 to 0.600), "
                "where 1 is right).",
                "Webinar is taken out: it says nothing of leads that were held out (slope unknown, where 1 is right).",
                "`keep = true` on a column holds its signal in.",
            ],
        ),
        (
            "en",
            SignalChecks(signals=(SAYS_NOTHING,), all_say_nothing=True),
            ["No signal says anything of leads that were held out, so none was taken out."],
        ),
        (
            "de",
            LEFT_OUT,
            [
                "Colour ist herausgenommen: Das Merkmal sagt nichts über zurückgehaltene Leads "
                "(Steigung 0,100 (−0,400 bis 0,600), richtig wäre 1).",
                "Webinar ist herausgenommen: Das Merkmal sagt nichts über zurückgehaltene Leads "
                "(Steigung unbekannt, richtig wäre 1).",
                "`keep = true` bei einer Spalte hält ihr Merkmal drin.",
            ],
        ),
        (
            "de",
            SignalChecks(signals=(SAYS_NOTHING,), all_say_nothing=True),
            ["Kein Merkmal sagt etwas über zurückgehaltene Leads, deshalb wurde keines herausgenommen."],
        ),
    ],
)
def test_which_signals_say_nothing_is_printed(
    language: str,
    checks: SignalChecks | None,
    lines: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(shown, "console", Console(highlight=False, width=500))
    show_card(replace(golden_card(), checks=checks), wording_in(language))
    marks = ("zurückgehaltene Leads", "held out (", "held out,", "`keep = true` on a col", "`keep = true` bei einer")
    printed = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert [line for line in printed if any(mark in line for mark in marks)] == lines
