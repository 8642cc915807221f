"""What a search looks for and in which ranges, and the leads it learns from, chooses by and confirms with."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from leadscore.model.arrays import Floats
from leadscore.model.card.training_data import SplitKind
from leadscore.model.config import Config, LearningSettings
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.data.tables.tables import Tables, fingerprint
from leadscore.model.errors import NotEnoughDataError
from leadscore.model.features.leads import LeadTable
from leadscore.model.learning.learner.hyperparameters import DEFAULT, Hyperparameters
from leadscore.model.learning.splitting import MIN_LEADS_PER_CLASS, Split, split


@dataclass(frozen=True)
class Range:
    """Numbers from ``low`` to ``high``, both included; on a logarithmic scale, twice is as far from one as half is."""

    low: float
    high: float
    logarithmic: bool = True
    whole: bool = False


@dataclass(frozen=True)
class Switch:
    """On or off."""


SPACE: Mapping[str, Range | Switch] = {
    "learning_rate": Range(0.02, 0.2),
    "num_leaves": Range(3, 31, whole=True),
    "encoded_num_leaves": Range(3, 63, whole=True),
    "encoded_extra_trees": Switch(),
    "min_data_in_leaf": Range(10, 200, whole=True),
    "feature_fraction": Range(0.2, 1.0, logarithmic=False),
    "bagging_fraction": Range(0.5, 1.0, logarithmic=False),
    "lambda_l2": Range(0.05, 100.0),
    "path_smooth": Range(0.1, 100.0),
    "cat_smooth": Range(1.0, 100.0),
    "cat_l2": Range(1.0, 100.0),
    "prior_leads": Range(1.0, 100.0),
    "logistic_c": Range(0.01, 10.0),
    "blend_pull": Range(1.0, 100.0),
}
"""By the fields of ``Hyperparameters``, a factor of three to a hundred around each default; others keep theirs."""

Predict = Callable[[LabelledSnapshots], Floats]
"""The probability of each snapshot."""

Fit = Callable[[LabelledSnapshots, Hyperparameters], Predict]
"""Learns from labelled snapshots with some hyperparameters."""


@dataclass(frozen=True)
class SearchProblem:
    """The data and the configuration that hyperparameters are searched for.

    Attributes:
        tables: Valid tables.
        config: What to learn and how; leaks are already ignored in it.
        labelled: Matured snapshots that the evaluated twin may learn from, and no others.
        fit: Learns from some of them.
    """

    tables: Tables
    config: Config
    labelled: LabelledSnapshots
    fit: Fit

    @property
    def name(self) -> str:
        """The same for the same data, configuration and ranges of hyperparameters, and for no others."""
        config, snapshots = self.config, self.labelled.snapshots
        rows = hashlib.sha256(snapshots.lead.tobytes() + snapshots.as_of.tobytes() + self.labelled.converted.tobytes())
        question = {
            "data": fingerprint(self.tables).sha256,
            "rows": rows.hexdigest(),
            "columns": {name: column.model_dump() for name, column in config.feature_columns.items()},
            "learning": config.learning.model_dump(exclude={"threads", "backtest_folds"}),
            "space": {name: [type(extent).__name__, asdict(extent)] for name, extent in SPACE.items()},
            "default": DEFAULT.as_dict(),
        }
        return hashlib.sha256(json.dumps(question, sort_keys=True).encode()).hexdigest()[:16]


_CONFIRM_SHARE, _VALIDATE_SHARE = 0.2, 0.25
"""A fifth of the leads confirms, and a quarter of the rest validates, which is a fifth of all again."""


@dataclass(frozen=True)
class Parts:
    """Snapshots in three parts, each later than the one before where leads have an order; no lead is in two.

    Attributes:
        learn: Trials are fitted on these.
        validate: Trials are ranked by these.
        refit: ``learn`` and ``validate``, without labels that were not known before ``confirm``.
        confirm: The best trial and the default are compared on these, after a refit.
        kind: time, file_order or random.
        without_gap: Whether a gap of one horizon had to be given up, for want of leads.
    """

    learn: LabelledSnapshots
    validate: LabelledSnapshots
    refit: LabelledSnapshots
    confirm: LabelledSnapshots
    kind: SplitKind
    without_gap: bool


def split_for_search(labelled: LabelledSnapshots, leads: LeadTable, learning: LearningSettings) -> Parts:
    """Split off the latest snapshots twice, as the evaluation slice is split off: to confirm, then to validate.

    Args:
        labelled: Matured snapshots that the evaluated twin may learn from, and no others.
        leads: The leads they belong to.
        learning: The configured way of splitting.

    Raises:
        NotEnoughDataError: A part would hold fewer than forty leads of either class.
    """
    late = _latest(labelled, leads, learning, share=_CONFIRM_SHARE, seed=learning.seed + 1)
    refit, confirm = labelled.take(late.training), labelled.take(late.evaluation)
    inner = _latest(refit, leads, learning, share=_VALIDATE_SHARE, seed=learning.seed + 2)
    learn, validate = refit.take(inner.training), refit.take(inner.evaluation)
    for part in (learn, validate, confirm):
        _require_enough(part)
    return Parts(learn, validate, refit, confirm, late.kind, late.optimistic or inner.optimistic)


def _latest(
    labelled: LabelledSnapshots, leads: LeadTable, learning: LearningSettings, *, share: float, seed: int
) -> Split:
    # the lots of a random split follow from the seed: with the same one, the leads already held out would be drawn
    changes = {"evaluation_share": share, "seed": seed, "test_from": None, "train_until": None}
    try:
        return split(labelled, leads, learning.model_copy(update=changes))
    except NotEnoughDataError as error:
        raise _too_few(error.what) from error


def _require_enough(part: LabelledSnapshots) -> None:
    found = {converted: part.leads_of_class(converted=converted) for converted in (True, False)}
    if min(found.values()) < MIN_LEADS_PER_CLASS:
        raise _too_few(
            f"A part has {found[True]} leads that converted and {found[False]} that did not, "
            f"where a search needs at least {MIN_LEADS_PER_CLASS} of each"
        )


def _too_few(what: str) -> NotEnoughDataError:
    return NotEnoughDataError(
        what,
        where="the leads before the evaluation slice, in three parts",
        remedy="train without a search: the default knobs suit small data",
    )
