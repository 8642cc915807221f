"""The one declaration of every key of ``leadscore.toml``, its default and its meaning."""

from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from leadscore.model.config.conditions import Condition
from leadscore.model.errors import ConfigError
from leadscore.model.expressions import Expression

Axis = Literal["fit", "interest", "context"]
Role = Literal["numeric", "category", "date", "email", "free_text", "constant", "id_like"]
Bant = Literal["budget", "authority", "need", "timeline"]
Route = Literal["sales", "nurture", "enrich_first", "re_engage", "disqualify"]
GateKind = Literal["never", "must"]

FEATURE_ROLES: frozenset[Role] = frozenset({"numeric", "category", "date", "email"})
"""Roles whose columns the model may learn from; the others are kept out and said so."""

PEOPLE = ("name", "company", "email", "phone", "owner")
"""Keys of ``[leads]`` whose columns are shown to people and never learnt from."""


class Section(BaseModel):
    """A table of the configuration file; frozen, and strict about names and types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class LeadsSettings(Section):
    """Where the leads are, and which columns say who a lead is and when it came."""

    path: str = Field(description="File (CSV, Parquet; may be gzipped) or `SQLAlchemy-URL::table`.")
    id: str | None = Field(None, description="Column that identifies a lead; without it the row number does.")
    created_at: str | None = Field(None, description="Column with the moment the lead was created.")
    target: str | None = Field(None, description="Column that holds the outcome, in a file without dates.")
    positive: tuple[str, ...] = Field((), description="Values of `target` that mean converted.")
    day_first: bool = Field(False, description="Read 03/04/2026 as 3 April.")
    name: str | None = Field(None, description="Column shown to people as the lead's name; never a feature.")
    company: str | None = Field(None, description="Column shown to people as the company; never a feature.")
    email: str | None = Field(
        None, description="Column shown to people as the address; only its kind may be a feature."
    )
    phone: str | None = Field(None, description="Column shown to people as the number; never a feature.")
    owner: str | None = Field(None, description="Column shown to people as the owner; never a feature.")


class EventsSettings(Section):
    """Where the dated activities are."""

    path: str = Field(description="File or `SQLAlchemy-URL::table`.")
    lead_id: str = Field(description="Column with the lead an event belongs to.")
    occurred_at: str = Field(description="Column with the moment it happened.")
    type: str = Field(description="Column with the kind of activity.")
    event_id: str | None = Field(None, description="Column that identifies an event; repeats count once.")
    value: str | None = Field(None, description="Column with an amount, a duration or a number of things.")
    attributes: tuple[str, ...] = Field((), description="Further columns whose first and last values count.")
    day_first: bool = Field(False, description="Read 03/04/2026 as 3 April.")


class OutcomesSettings(Section):
    """Where it is written how leads ended."""

    path: str = Field(description="File or `SQLAlchemy-URL::table`.")
    lead_id: str = Field(description="Column with the lead.")
    occurred_at: str = Field(description="Column with the moment of the outcome.")
    outcome: str | None = Field(None, description="Column with the kind of outcome.")
    converted: tuple[str, ...] | Literal["*"] = Field(
        "*", description='Values of `outcome` that mean converted; "*" means every row is a win.'
    )
    disqualified: tuple[str, ...] = Field((), description="Values that mean disqualified; any other is lost.")
    amount: str | None = Field(None, description="Column with the value of a win.")
    reason: str | None = Field(None, description="Column with the reason of the outcome.")
    day_first: bool = Field(False, description="Read 03/04/2026 as 3 April.")


class LearningSettings(Section):
    """What counts as converting, and how the model learns and is judged."""

    horizon_days: int = Field(90, ge=1, le=3650, description="Days within which a conversion counts.")
    snapshots_days: tuple[Annotated[int, Field(ge=0, le=3650)], ...] = Field(
        (0, 1, 3, 7, 14, 30), min_length=1, description="Ages in days at which an open lead is looked at."
    )
    snapshots_every_days: int = Field(30, ge=1, description="After the last of those ages, look this often.")
    split: Literal["time", "file_order", "random"] = Field("time", description="How the evaluation slice is set apart.")
    evaluation_share: float = Field(0.2, gt=0, lt=1, description="Share of the leads kept for evaluation.")
    train_until: str | None = Field(None, description="Latest moment a training label may look at.")
    test_from: str | None = Field(None, description="Leads created from this moment on are evaluated.")
    data_from: str | None = Field(None, description="Leads created before this moment are left out.")
    data_until: str | None = Field(None, description="End of the data; default: the latest valid date in it.")
    seed: int = Field(0, ge=0, description="Seed of everything random.")
    threads: int = Field(1, ge=1, description="Threads for training and for scoring files.")
    backtest_folds: int = Field(2, ge=0, le=10, description="Earlier moments at which training is backtested.")


class ColumnSettings(Section):
    """How one column of the leads is used."""

    role: Role = Field(description="What the column holds: " + ", ".join(get_args(Role)) + ".")
    axis: Axis | None = Field(None, description="fit (who they are), interest (what they did) or context.")
    label: str | None = Field(None, description="What people call it.")
    known_after: int | str | None = Field(
        None, description="Known only so many days after creation, or from the date in this column on."
    )
    decimal: Literal[".", ","] = Field(".", description="The decimal mark of a numeric column.")
    day_first: bool = Field(False, description="Read 03/04/2026 as 3 April.")
    ignore: bool = Field(False, description="Keep it out of the model.")
    keep: bool = Field(False, description="Use it although the check suspects a leak.")
    monotone: Literal["increasing", "decreasing"] | None = Field(
        None,
        description='`"increasing"` or `"decreasing"`: the score never falls, or never rises, while this number rises.',
    )
    group: bool = Field(
        False, description="Leads with the same value (a company) are never both learned from and judged."
    )
    bant: Bant | None = Field(
        None, description="It tells of budget, authority, need or timeline; where it is unknown, it is worth asking."
    )
    actionable: bool = Field(False, description="People can bring about another value; what would help is told.")
    shareable: bool = Field(False, description="A lead that does not qualify may be told of its value.")
    text: str | None = Field(None, description="What people read of a known value, as `Budget of {value} euros`.")
    text_missing: str | None = Field(None, description="What people read where there is no value.")


class EventTypeSettings(Section):
    """How one kind of event is called and used; `[event_types.NAME]`, for those that need it."""

    label: str | None = Field(None, description="What people call it.")
    axis: Axis | None = Field(None, description="fit (who they are), interest (what they did) or context.")
    actionable: bool = Field(False, description="People can bring about one more; what that would help is told.")
    shareable: bool = Field(False, description="A lead that does not qualify may be told of it.")
    product_use: bool = Field(False, description="It is use of the product, which makes a lead product-qualified.")
    text: str | None = Field(None, description="What people read of several, with `{count}` and `{ago}` of the last.")
    text_once: str | None = Field(None, description="What people read of a single one, with `{ago}`.")
    text_none: str | None = Field(None, description="What people read where there was none.")


class PointRule(Section):
    """One rule of the analyst's own point system, a rival of the model; `[[point_rules]]`, once per rule."""

    points: float = Field(allow_inf_nan=False, description="Points a lead gets where the rule holds; may be negative.")
    when: Condition | None = Field(None, description='An expression over lead columns, as `country = "Germany"`.')
    event: str | None = Field(None, description="Or a kind of event that happened before the lead is scored,")
    at_least: int = Field(1, ge=1, description="at least so many times.")


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
    columns: dict[str, ColumnSettings] = {}
    event_types: dict[str, EventTypeSettings] = {}
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
