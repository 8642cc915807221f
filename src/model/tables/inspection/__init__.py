"""A first look at an export: what every column is taken for, why, and the configuration that follows."""

from leadscore.model.tables.inspection.inspecting import Inspection, inspect
from leadscore.model.tables.inspection.roles import Finding

__all__ = ["Finding", "Inspection", "inspect"]
