"""Registered versions, loaded by their alias or by the scoring that they made."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from advised import asked, learned

from leadscore.model.errors import RegistryError
from leadscore.model.registry import CHALLENGER, Registry, Run
from leadscore.model.registry.address import Address
from leadscore.model.registry.registered import bundle_that_scored, load_scorer
from leadscore.model.scoring.bundle import Bundle, load_bundle, write_bundle
from leadscore.model.scoring.contract import ModelIdentity
from leadscore.model.scoring.score_change import ScoredBefore


def scored_by(sha256: str, *, version: str = "1") -> ScoredBefore:
    return ScoredBefore("L1", 0, ModelIdentity("leadscore", version, sha256), 50, 50, 0, ())


def test_a_registry_that_is_away_is_named_with_the_version_it_is_needed_for(tmp_path: Path) -> None:
    empty = Registry(Address.of("sqlite:///mlflow.db", tmp_path), "leadscore")
    with pytest.raises(RegistryError, match=r"^Version 17 of the model leadscore, .* cannot be had: ") as refused:
        bundle_that_scored(empty, scored_by("ab" * 32, version="17"))
    assert "registry of that time" in refused.value.remedy


@pytest.fixture
def versions(registry: Registry, tmp_path: Path) -> list[Bundle]:
    """Two registered models; the second one has another reference and another intercept."""
    first = learned().bundle
    second = replace(first, reference=-0.4, model=replace(first.model, intercept=first.model.intercept + 0.7))
    loaded = []
    for number, bundle in enumerate((first, second)):
        write_bundle(bundle, tmp_path / str(number), provenance={})
        loaded.append(load_bundle(tmp_path / str(number)))
        registry.publish(Run("train"), tmp_path / str(number), bundle.spec)
    return loaded


def test_a_version_is_loaded_by_its_alias_and_says_which_it_is(registry: Registry, versions: list[Bundle]) -> None:
    model = load_scorer(registry, CHALLENGER, threads=1)
    assert (model.identity, model.warning) == (
        ModelIdentity("leadscore", "2", versions[1].sha256),
        None,
    )
    drawn = asked(5)
    moments = np.full(len(drawn.leads), int(drawn.log.occurred_at.max()) + 1)
    assert len(model.scorer.score(drawn.leads, drawn.log, moments)) == len(drawn.leads)


def test_the_model_of_an_earlier_scoring_is_found_though_another_one_scores_now(
    registry: Registry, versions: list[Bundle]
) -> None:
    earlier, _ = versions
    assert bundle_that_scored(registry, scored_by(earlier.sha256)).sha256 == earlier.sha256


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (
            ModelIdentity("leadscore", "2", ""),
            r"^Version 2 of the model leadscore, .* is another model in this registry\n",
        ),
        (ModelIdentity("leadscore", "9", ""), r"^Version 9 of the model leadscore, .* cannot be had: "),
        (ModelIdentity("other", "1", ""), r"^Version 1 of the model other, .* cannot be had: "),
    ],
)
def test_a_model_that_cannot_be_had_is_named(
    registry: Registry, versions: list[Bundle], model: ModelIdentity, said: str
) -> None:
    before = replace(scored_by(versions[0].sha256), model=replace(model, sha256=versions[0].sha256))
    with pytest.raises(RegistryError, match=said):
        bundle_that_scored(registry, before)
