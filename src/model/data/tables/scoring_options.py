"""What people have decided about leads to score: overrides, and whom to leave out."""

from dataclasses import dataclass

import pandas as pd

from leadscore.model.config import Config
from leadscore.model.data.tables.overrides import read_overrides
from leadscore.model.data.tables.rejects import without_other_leads
from leadscore.model.data.tables.tables import Tables
from leadscore.model.scoring.advice.erased import read_erased
from leadscore.model.scoring.scorer import Include, ScoringOptions


@dataclass(frozen=True)
class OptionsRead:
    """What is asked for beside the score, and the rows of the overrides that nobody could follow."""

    options: ScoringOptions
    rejects: pd.DataFrame


def read_options(
    config: Config, tables: Tables, *, include: frozenset[Include], all_leads: bool, not_after: int
) -> OptionsRead:
    """What is made on request, what people have set by hand, and whom to leave out.

    Args:
        config: Where overrides and erased leads are listed.
        tables: The leads.
        include: What is made on request.
        all_leads: Whether these are all the leads there are, so that an override of another one is a failure.
        not_after: The latest believable moment; later dates are failures.

    Raises:
        SourceError: The overrides or the list of erased leads cannot be read.
        ConfigError: A column of the overrides is missing.
    """
    erased = read_erased(config.erased) if "similar" in include else frozenset[str]()
    read = read_overrides(config, tables.leads.ids, not_after=not_after)
    rejects = read.rejects if all_leads else without_other_leads(read.rejects)
    return OptionsRead(ScoringOptions(include, read.overrides, erased), rejects)
