"""What a card says on terminals of every width."""

from dataclasses import replace

import pytest
from golden_card import golden_card
from rich.console import Console

from leadscore.model.card import filled
from leadscore.model.scoring.language import english
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
