"""What a training stands on: valid tables, what may be learned from them, and how they are divided."""

from dataclasses import dataclass

from leadscore.model.config import Config
from leadscore.model.leakage import Leak, leaks, without_leaks
from leadscore.model.learning.splitting import Split, replays, require_both_classes, split
from leadscore.model.tables.schema import Tables
from leadscore.model.tables.snapshots import LabelledSnapshots, label_snapshots


@dataclass(frozen=True)
class Ground:
    """Tables, and what a model and its twins learn from them.

    Attributes:
        tables: Valid tables.
        config: Without the columns that surely know the outcome.
        suspects: All that seem to, those columns among them.
        matured: Snapshots whose label is known.
        immature: Number of those whose label is not.
        splits: The cut-offs, the oldest first; the last one is the evaluation.
    """

    tables: Tables
    config: Config
    suspects: tuple[Leak, ...]
    matured: LabelledSnapshots
    immature: int
    splits: tuple[Split, ...]


def lay_ground(tables: Tables, config: Config) -> Ground:
    """Label, look for leaks and divide.

    Raises:
        NotEnoughDataError: Fewer than forty leads of either class, or a side of the split without both.
    """
    everything = label_snapshots(tables, config.learning)
    matured = everything.take(everything.matured)
    require_both_classes(matured)
    evaluation = split(matured, tables.leads, config.learning)
    suspects = leaks(tables, config)
    splits = (*replays(matured, tables.leads, config.learning), evaluation)
    return Ground(tables, without_leaks(config, suspects), suspects, matured, len(everything) - len(matured), splits)
