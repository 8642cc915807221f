"""A real model of made-up activity, with tagged columns and events, and what was learned for advice."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from activity import COLUMNS, Activity, draw_activity

from leadscore.model.card import Card
from leadscore.model.config import Bant, ColumnSettings
from leadscore.model.features.leads import Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.features.spec import FeatureSpec, Signal
from leadscore.model.features.spec_learning import learn_spec
from leadscore.model.learning.learner.boosting import BoostingRows, BoostingRun
from leadscore.model.learning.learner.estimator import fit
from leadscore.model.learning.learner.hyperparameters import Hyperparameters
from leadscore.model.learning.reference_rates.asking import learn_asking
from leadscore.model.scoring.advice.basis import Basis
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contributions.additive import sigmoid
from leadscore.model.scoring.language import english
from leadscore.model.scoring.points import KnownLeads
from leadscore.model.scoring.rates import ReferenceRates

REFERENCE = -1.0
QUICK = Hyperparameters(learning_rate=0.3)
BANT: dict[str, Bant] = {"budget": "budget", "industry": "need", "rating": "need"}
ACTIONABLE = frozenset({"column.budget", "column.industry", "column.contact", "event.demo", "event.call"})
SHAREABLE = frozenset({"column.budget", "column.renewal", "event.demo", "event.page"})


@dataclass(frozen=True)
class Learned:
    """A bundle, and the rows that it was learned from."""

    bundle: Bundle
    rows: BoostingRows


@cache
def learned() -> Learned:
    """A model with every kind of feature."""
    drawn = draw_activity(0, n_leads=200, n_events=3000, n_snapshots=600)
    columns = {c.name: ColumnSettings(role=c.role, bant=BANT.get(c.name)) for c in COLUMNS}
    spec = tagged(learn_spec(drawn.leads, drawn.log, drawn.snapshots, columns))
    matrix = feature_matrix(spec, drawn.leads, drawn.log, drawn.snapshots)
    rng = np.random.default_rng(0)
    pull = sum(np.nan_to_num(column - np.nanmean(column)) / (np.nanstd(column) + 1e-9) for column in matrix.T[::3])
    converted = rng.random(len(matrix)) < sigmoid(REFERENCE + np.asarray(pull))
    rows = BoostingRows(matrix, converted, rng.uniform(0.2, 1, len(matrix)), tuple(spec.categorical))
    halves = np.array_split(rng.permutation(len(matrix)), 2)
    model = fit(rows, [(halves[0], halves[1]), (halves[1], halves[0])], spec, BoostingRun(0, 1, QUICK)).model
    found = learn_asking(spec, model, rows, drawn.log)
    evidence = ReferenceRates(
        typical=0.3,
        shares=(1 / len(spec.signals),) * len(spec.signals),
        rates=(None,) * len(spec.signals),
        candidates=found.candidates,
        asking=found.asking,
        event_values=found.event_values,
    )
    return Learned(Bundle(spec, model, REFERENCE, {}, Card(), evidence), rows)


def tagged(spec: FeatureSpec) -> FeatureSpec:
    """The specification with its tags."""
    return replace(spec, signals=tuple(_tagged(signal) for signal in spec.signals))


def basis(bundle: Bundle | None = None) -> Basis:
    """What advice of the model stands on, in English."""
    made = learned().bundle if bundle is None else bundle
    return Basis(made.spec, made.model, made.reference, made.evidence, english())


def known(seed: int, n: int = 12) -> KnownLeads:
    """Leads, each known as of one moment."""
    drawn = asked(seed, n)
    matrix = feature_matrix(learned().bundle.spec, drawn.leads, drawn.log, drawn.snapshots)
    return KnownLeads(drawn.leads, drawn.log, drawn.snapshots.as_of, matrix)


def asked(seed: int, n: int = 12) -> Activity:
    """Leads, each looked at once."""
    drawn = draw_activity(seed, n_leads=n, n_events=15 * n, n_snapshots=n)
    return replace(drawn, snapshots=Snapshots(np.arange(n), drawn.snapshots.as_of))


def _tagged(signal: Signal) -> Signal:
    return replace(signal, actionable=signal.name in ACTIONABLE, shareable=signal.name in SHAREABLE)
