"""The configuration: one declaration of every key, and the file ``leadscore.toml`` that sets some of them."""

from leadscore.model.config.reading import load_config, parse_config
from leadscore.model.config.settings import (
    FEATURE_ROLES,
    PEOPLE,
    SECTIONS,
    Axis,
    ColumnSettings,
    Config,
    EventsSettings,
    LeadsSettings,
    LearningSettings,
    MlflowSettings,
    OutcomesSettings,
    PointRule,
    PolicySettings,
    ReportSettings,
    Role,
    Section,
)

__all__ = [
    "FEATURE_ROLES",
    "PEOPLE",
    "SECTIONS",
    "Axis",
    "ColumnSettings",
    "Config",
    "EventsSettings",
    "LeadsSettings",
    "LearningSettings",
    "MlflowSettings",
    "OutcomesSettings",
    "PointRule",
    "PolicySettings",
    "ReportSettings",
    "Role",
    "Section",
    "load_config",
    "parse_config",
]
