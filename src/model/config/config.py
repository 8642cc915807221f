"""The configuration, and its sections on policy, gates, overrides, wording, report and registry."""

from pathlib import Path
from typing import Literal

from pydantic import Field, PrivateAttr

from leadscore.model.config.conditions import Condition
from leadscore.model.config.settings import (
    FEATURE_ROLES,
    ColumnSettings,
    EventsSettings,
    EventTypeSettings,
    GateKind,
    LeadsSettings,
    LearningSettings,
    OutcomesSettings,
    PointRule,
    Route,
    Section,
)
from leadscore.model.errors import ConfigError
from leadscore.model.expressions import Expression


class PolicySettings(Section):
    """What a conversion is worth, what becomes of a lead, and when a challenger replaces the champion."""

    margin: float = Field(
        0.005, ge=0, le=1, description="A challenger's log loss may be so much worse, at the upper 95 % bound."
    )
    win_value: float | None = Field(None, gt=0, description="What one conversion is worth, in your currency.")
    contact_cost: float | None = Field(None, gt=0, description="What contacting one lead costs, in the same currency.")
    cut_by: Literal["points", "capacity", "money"] = Field(
        "points",
        description="Where grade A begins: at the first of `cuts`; where the leads of a week fill `capacity_per_week`; "
        "or where a contact is worth `contact_cost` by `win_value`.",
    )
    cuts: tuple[int, int, int] = Field(
        (70, 60, 50), description="Scores from which A, B and C begin; by capacity or money, B and C keep the distance."
    )
    capacity_per_week: int | None = Field(None, ge=1, description="New leads of grade A that people can handle a week.")
    capacity_weeks: int = Field(8, ge=1, le=520, description="Last weeks of the data whose inflow is ranked for it.")
    disqualify_below: int | None = Field(
        None,
        ge=1,
        le=100,
        description="Below this score a lead is disqualified, unless little is known of it; grade C never is.",
    )
    silent_days: int = Field(30, ge=1, description="Open and without an event for so long: re-engage, not nurture.")
    nurture_days: int = Field(30, ge=1, description="Days until a lead that is nurtured is looked at again.")
    product_use_at_least: int = Field(3, ge=1, description="So many events of product use qualify a lead,")
    product_use_days: int = Field(14, ge=1, description="within so many days.")
    alternative: str | None = Field(None, description="What a lead that does not qualify is offered instead.")
    next_steps: dict[Route, str] = Field({}, description="What to do next, by route, in your own words.")


class GateSettings(Section):
    """One rule that stands beside the score, an [expression](expressions.md); `[[gates]]`, once per rule."""

    name: str = Field(min_length=1, description="What people call the rule.")
    never: Condition | None = Field(None, description="An expression over lead columns; where it holds, no sale.")
    must: Condition | None = Field(
        None, description="Or one that has to hold; where a column is missing, it is asked for."
    )
    say: str | None = Field(None, description="What the lead may be told of it; without it, nothing of the rule.")
    alternative: str | None = Field(None, description="What the lead is offered instead, where this rule decides.")

    @property
    def kind(self) -> GateKind:
        """Whether its condition ends a lead where it holds, or where it does not."""
        return "must" if self.never is None else "never"

    @property
    def condition(self) -> Expression:
        """What it looks at.

        Raises:
            ConfigError: It has neither ``never`` nor ``must``.
        """
        condition = self.must if self.never is None else self.never
        if condition is None:
            raise ConfigError(f'The gate "{self.name}" has no condition', remedy="set `never` or `must`")
        return condition


class OverridesSettings(Section):
    """Where it is written which grade or route people have set by hand, read by `score` and `explain`."""

    path: str = Field(description="File or `SQLAlchemy-URL::table`.")
    lead_id: str = Field("lead_id", description="Column with the lead.")
    grade: str | None = Field("grade", description="Column with the grade it gets; blank to leave it.")
    route: str | None = Field("route", description="Column with the route it takes; blank to leave it.")
    reason: str = Field("reason", description="Column with why.")
    by: str = Field("by", description="Column with who said so.")
    at: str = Field("at", description="Column with when; it holds from then on, and the latest one counts.")
    day_first: bool = Field(False, description="Read 03/04/2026 as 3 April.")


class WordingSettings(Section):
    """In which words people read of scores."""

    language: str = Field("en", description="`en`, `de`, or a file like those of leadscore in another language.")


class SimilarSettings(Section):
    """Past leads that scored alike, shown beside a score; off unless switched on."""

    index: bool = Field(False, description="Keep the ids and points of past leads with the model.")
    most_leads: int = Field(5_000, ge=1, le=100_000, description="So many of them, the latest.")
    erased: str | None = Field(None, description="A file of ids, one a line, that are never kept nor shown.")


class ReportSettings(Section):
    """What the report shows beside what it always shows."""

    slices: tuple[str, ...] | None = Field(
        None, description="Lead columns to show figures by; default: the owner, and columns named source or country."
    )


class MlflowSettings(Section):
    """Where runs and models are kept."""

    tracking_uri: str | None = Field(
        None, description="MLflow server; default: MLFLOW_TRACKING_URI, else mlflow.db beside the config."
    )
    model: str = Field("leadscore", min_length=1, description="Name of the registered model.")


class Config(Section):
    """One ``leadscore.toml``, read and checked."""

    leads: LeadsSettings
    events: EventsSettings | None = None
    outcomes: OutcomesSettings | None = None
    learning: LearningSettings = LearningSettings()
    columns: dict[str, ColumnSettings] = Field({})
    event_types: dict[str, EventTypeSettings] = Field({})
    point_rules: tuple[PointRule, ...] = ()
    policy: PolicySettings = PolicySettings()
    gates: tuple[GateSettings, ...] = ()
    overrides: OverridesSettings | None = None
    wording: WordingSettings = WordingSettings()
    similar: SimilarSettings = SimilarSettings()
    report: ReportSettings = ReportSettings()
    mlflow: MlflowSettings = MlflowSettings()
    _folder: Path = PrivateAttr(default=Path())

    @property
    def folder(self) -> Path:
        """The folder that relative paths start from: the configuration file's own."""
        return self._folder

    @property
    def dated(self) -> bool:
        """Whether leads have a creation date, so that time can be respected."""
        return self.leads.created_at is not None

    @property
    def own_outcomes(self) -> bool:
        """Whether the table of the leads says how they ended: `[outcomes]` has the same path."""
        return self.outcomes is not None and self.outcomes.path == self.leads.path

    @property
    def erased(self) -> Path | None:
        """The file with the ids of leads that are never kept nor shown as past ones."""
        return None if self.similar.erased is None else self.folder / self.similar.erased

    @property
    def feature_columns(self) -> dict[str, ColumnSettings]:
        """The columns the model may learn from, in the file's order."""
        return {
            name: column for name, column in self.columns.items() if column.role in FEATURE_ROLES and not column.ignore
        }


SECTIONS: dict[str, type[Section]] = {
    "leads": LeadsSettings,
    "events": EventsSettings,
    "outcomes": OutcomesSettings,
    "learning": LearningSettings,
    "columns": ColumnSettings,
    "event_types": EventTypeSettings,
    "point_rules": PointRule,
    "policy": PolicySettings,
    "gates": GateSettings,
    "overrides": OverridesSettings,
    "wording": WordingSettings,
    "similar": SimilarSettings,
    "report": ReportSettings,
    "mlflow": MlflowSettings,
}
"""Every table of the configuration file, by its name."""

HEADINGS = {
    "columns": "[columns.NAME]",
    "event_types": "[event_types.NAME]",
    "point_rules": "[[point_rules]]",
    "gates": "[[gates]]",
}
"""How those tables begin that stand once per column, per kind of event or per rule."""
