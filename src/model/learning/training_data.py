"""Training data: valid tables, what may be learned from them, and how they are divided."""

from dataclasses import dataclass

from leadscore.model.config import Config
from leadscore.model.data.leakage import Leak, leaks, without_leaks
from leadscore.model.data.tables.snapshots import LabelledSnapshots, label_snapshots
from leadscore.model.data.tables.tables import Tables
from leadscore.model.learning.splitting import Split, backtest_splits, require_both_classes, split


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
