"""What a champion leaves to its successor."""

from dataclasses import replace
from pathlib import Path

import pytest
from tiny_bundle import write_tiny_bundle

from leadscore.model.config import Config, parse_config
from leadscore.model.learning.card import model_question
from leadscore.model.learning.promotion.comparison import Candidate
from leadscore.model.learning.training import ALONE, TrainingContext


@pytest.fixture
def config(tmp_path: Path) -> Config:
    leads = {"path": "leads.csv", "created_at": "created", "target": "won", "positive": ["1"]}
    return parse_config({"leads": leads, "learning": {"horizon_days": 30}}, folder=tmp_path)


def test_the_first_model_has_nobody_to_fit_in_with(config: Config) -> None:
    assert TrainingContext.after(None, config) == ALONE


@pytest.mark.parametrize(("horizon_days", "kept"), [(30, True), (60, False)])
def test_fifty_points_keep_their_odds_while_the_question_is_the_same(
    config: Config, tmp_path: Path, horizon_days: int, kept: bool
) -> None:
    bundle = write_tiny_bundle(tmp_path / "bundle", seed=1)
    champion = Candidate("1", replace(bundle, card=replace(bundle.card, question=model_question(config))))
    learning = config.learning.model_copy(update={"horizon_days": horizon_days})
    context = TrainingContext.after(champion, config.model_copy(update={"learning": learning}))
    assert (context.champion, context.reference) == (champion, bundle.reference if kept else None)
