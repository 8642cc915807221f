"""From files to valid tables: every row keeps the rules, or is counted and written out."""

from leadscore.model.data.tables.checking import RULES, gather, write_rejects
from leadscore.model.data.tables.loading import read_leads, read_tables
from leadscore.model.data.tables.overrides import ReadOverrides, read_overrides
from leadscore.model.data.tables.refusals import UnusableError

__all__ = [
    "RULES",
    "ReadOverrides",
    "UnusableError",
    "gather",
    "read_leads",
    "read_overrides",
    "read_tables",
    "write_rejects",
]
