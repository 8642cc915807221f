"""What a training learns from, and one recipe for every model: features, folds and learner."""

from dataclasses import dataclass

from leadscore.model.config import Config
from leadscore.model.data.leakage import Leak, leaks, without_leaks
from leadscore.model.data.tables.snapshots import LabelledSnapshots, label_snapshots
from leadscore.model.data.tables.tables import Tables
from leadscore.model.errors import DataError
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.features.spec_learning import learn_spec
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.learner.boosting import BoostingRows, BoostingRun
from leadscore.model.learning.learner.estimator import Fitted, Progress
from leadscore.model.learning.learner.hyperparameters import DEFAULT, Hyperparameters
from leadscore.model.learning.slopes import CheckedSignals, fit_pruned, kept_signals
from leadscore.model.learning.splitting import Split, backtest_splits, require_both_classes, split
from leadscore.model.scoring.language import message


@dataclass(frozen=True)
class TrainingData:
    """Tables, and what a model and its twins learn from them.

    Attributes:
        tables: Valid tables.
        config: The configuration without the columns that certainly know the outcome.
        suspects: All columns and events that seem to know it, those columns among them.
        matured: Snapshots whose label is known.
        immature: Number of snapshots whose label is not known.
        splits: The splits of the backtest, the oldest first; the last one is the evaluation.
    """

    tables: Tables
    config: Config
    suspects: tuple[Leak, ...]
    matured: LabelledSnapshots
    immature: int
    splits: tuple[Split, ...]


def prepare_training_data(tables: Tables, config: Config) -> TrainingData:
    """Label snapshots, look for leaks and split.

    Raises:
        NotEnoughDataError: Fewer than forty leads of either class, or a side of the split without both.
    """
    everything = label_snapshots(tables, config.learning)
    matured = everything.take(everything.matured)
    require_both_classes(matured)
    evaluation = split(matured, tables.leads, config.learning)
    suspects = leaks(tables, config)
    splits = (*backtest_splits(matured, tables.leads, config.learning), evaluation)
    return TrainingData(
        tables, without_leaks(config, suspects), suspects, matured, len(everything) - len(matured), splits
    )


@dataclass(frozen=True)
class Recipe:
    """A fitted model, the features it reads, what it was fitted with, and whether its signals hold."""

    spec: FeatureSpec
    fitted: Fitted
    rows: BoostingRows
    hyperparameters: Hyperparameters
    checked: CheckedSignals


def fit_recipe(
    tables: Tables,
    config: Config,
    labelled: LabelledSnapshots,
    *,
    hyperparameters: Hyperparameters = DEFAULT,
    progress: Progress = lambda _: None,
) -> Recipe:
    """Learn features and model from some labelled snapshots and nothing else.

    Args:
        tables: Valid tables.
        config: What to learn and how; leaks are already ignored in it.
        labelled: Matured snapshots.
        hyperparameters: The learner's own settings.
        progress: Called with the name of each step when it is done.

    Raises:
        DataError: Nothing varies over the snapshots.
        NotEnoughDataError: A class is in too few separate groups of leads for every fold to hold some.
    """
    spec = learn_spec(
        tables.leads,
        tables.events,
        labelled.snapshots,
        config.feature_columns,
        event_types=config.event_types,
    )
    if not spec.features:
        raise DataError(
            "No column and no event varies over the training leads",
            where="[columns]",
            remedy="give more columns a role, or remove `ignore` where it is not needed",
        )
    matrix = feature_matrix(spec, tables.leads, tables.events, labelled.snapshots)
    progress(message("training.features"))
    rows = BoostingRows(matrix, labelled.converted, labelled.weights, tuple(spec.categorical), labelled.group)
    run = BoostingRun(config.learning.seed, config.learning.threads, hyperparameters)
    pruned = fit_pruned(rows, spec, run, EvaluationSet.of(labelled), kept=kept_signals(spec, config), progress=progress)
    return Recipe(pruned.spec, pruned.fitted, pruned.rows, hyperparameters, pruned.checked)
