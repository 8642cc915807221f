"""A first look at an export: what every column is taken for, why, and the configuration that follows."""

from leadscore.model.data.inspection.inspecting import Inspection, inspect
from leadscore.model.data.inspection.roles import Finding

__all__ = ["Finding", "Inspection", "inspect"]
