"""Leads that stand in the table twice, under different ids."""

from collections.abc import Iterator

import numpy as np

from leadscore.model.config import Config
from leadscore.model.tables.schema import Tables


def repeats(tables: Tables, config: Config) -> Iterator[str]:
    """Leads that repeat an earlier one in everything but the id; reading has grouped them with it."""
    if tables.lead_group is None or not config.leads.id:
        return
    own = np.arange(len(tables.leads))
    found = int(((tables.lead_group >= 0) & (tables.lead_group != own)).sum())
    if found:
        each = "lead repeats" if found == 1 else "leads repeat"
        yield f"{found:,} {each} an earlier one in every column under a different id; keep one of each."
