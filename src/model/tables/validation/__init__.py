"""From files to valid tables: every row keeps the rules, or is counted and written out."""

from leadscore.model.tables.validation.loading import read_leads, read_tables
from leadscore.model.tables.validation.override_rows import ReadOverrides, read_overrides
from leadscore.model.tables.validation.refusals import UnusableError
from leadscore.model.tables.validation.rejects import gather, write_rejects
from leadscore.model.tables.validation.rules import RULES

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
