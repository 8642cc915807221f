"""The configuration of a model that does without the leaks."""

from collections.abc import Iterable

from leadscore.model.config import Config
from leadscore.model.leakage.leak import Leak


def without_leaks(config: Config, leaks: Iterable[Leak]) -> Config:
    """The same configuration with every excluded column ignored; the given one stays as it is."""
    excluded = {leak.name for leak in leaks if leak.excluded}
    columns = {
        name: column.model_copy(update={"ignore": True}) if name in excluded else column
        for name, column in config.columns.items()
    }
    return config.model_copy(update={"columns": columns})
