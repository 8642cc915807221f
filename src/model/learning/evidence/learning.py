"""Evidence from a training: rates by value, what the model weighs, ranges and score groups."""

import numpy as np

from leadscore.model.features.spec import FeatureSpec
from leadscore.model.learning.evidence.binning import signal_bins
from leadscore.model.learning.evidence.explained import ExplainedRows
from leadscore.model.learning.evidence.groups import learn_groups
from leadscore.model.learning.evidence.looks import Floats, Looks
from leadscore.model.learning.evidence.rates import signal_rates
from leadscore.model.learning.judging import Judged
from leadscore.model.learning.recipe import Recipe
from leadscore.model.scoring.additive import AdditiveModel
from leadscore.model.scoring.evidence import Evidence, SignalRates
from leadscore.model.tables.snapshots import LabelledSnapshots


def learn_evidence(
    recipe: Recipe, model: AdditiveModel, labelled: LabelledSnapshots, explained: ExplainedRows
) -> Evidence:
    """What past leads tell about a lead with the same values, or scored alike.

    Args:
        recipe: What was learned, and from which rows.
        model: The model that ships: that of the recipe, its intercept moved where drift asks for it.
        labelled: The same rows as matured snapshots.
        explained: Some of the rows with the model's contributions.
    """
    spec, looks = recipe.spec, Looks.of(recipe, labelled)
    strength = explained.strength(explained.contributions)
    told_apart = [signal_bins(spec, signal, looks, strength) for signal in range(len(spec.signals))]
    shift = model.intercept - recipe.fitted.model.intercept
    return Evidence(
        typical=looks.typical,
        shares=_shares(explained.strength(explained.by_signal(spec))),
        rates=tuple(_told(signal_rates(bins, looks)) for bins in told_apart),
        groups=learn_groups(recipe.fitted.out_of_fold, Judged.of(labelled), shift=shift),
        ranges=_ranges(spec, looks),
    )


def _shares(strength: Floats) -> tuple[float, ...]:
    """Each signal's part of the whole; equal parts where the model weighs nothing."""
    total = strength.sum()
    shares = strength / total if total > 0 else np.full(len(strength), 1 / len(strength))
    return tuple(shares.tolist())


def _told(rates: SignalRates) -> SignalRates | None:
    return rates if any(rate is not None for rate in rates.rates) else None


def _ranges(spec: FeatureSpec, looks: Looks) -> dict[str, tuple[float, float]]:
    """Lowest and highest value by numeric column, of those looks where it was known."""
    found = {}
    for position, feature in enumerate(spec.features):
        if feature.kind == "numeric":
            known = looks.matrix[~np.isnan(looks.matrix[:, position]), position]
            found[feature.source] = (float(known.min()), float(known.max()))
    return found
