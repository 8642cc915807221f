"""The keys of ``leadscore.toml`` on data and learning: each with its default and its meaning."""

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from leadscore.model.config.conditions import Condition

Axis = Literal["fit", "interest", "context"]
Role = Literal["numeric", "category", "date", "email", "free_text", "constant", "id_like"]
Bant = Literal["budget", "authority", "need", "timeline"]
Route = Literal["sales", "nurture", "enrich_first", "re_engage", "disqualify"]
IdRule = Literal["decimals", "salesforce", "case", "zeros"]
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
    match_ids: tuple[IdRule, ...] = Field(
        (),
        description='Read ids of leads alike in all tables: "decimals" (7.0 is 7), "salesforce" (15 and 18 '
        'characters), "case", "zeros" (007 is 7).',
    )
    created_at: str | None = Field(None, description="Column with the moment the lead was created.")
    target: str | None = Field(None, description="Column that holds the outcome, in a file without dates.")
    positive: tuple[str, ...] = Field((), description="Values of `target` that mean converted.")
    lost: tuple[str, ...] = Field((), description="Values of `target` that end a lead, which is then not scored.")
    open: tuple[str, ...] = Field((), description="Values of `target` of leads that are still open.")
    unclear: tuple[str, ...] = Field(
        (), description="Values of `target` that nobody has told yet; move each to one of the lists above."
    )
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
    disqualified: tuple[str, ...] = Field((), description="Values that mean disqualified.")
    lost: tuple[str, ...] = Field((), description="Values that mean lost; without any, all other values do.")
    open: tuple[str, ...] = Field(
        (), description="Values of leads that are still open: such a row ends nothing, and its date is a guess."
    )
    unclear: tuple[str, ...] = Field(
        (), description="Values that nobody has told yet; move each to one of the lists above."
    )
    amount: str | None = Field(None, description="Column with the value of a win.")
    reason: str | None = Field(None, description="Column with the reason of the outcome.")
    day_first: bool = Field(False, description="Read 03/04/2026 as 3 April.")


class LearningSettings(Section):
    """What counts as converting, and how the model learns and is evaluated."""

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
    keep: bool = Field(False, description="Use it although the check suspects a leak, or it says nothing of new leads.")
    monotone: Literal["increasing", "decreasing"] | None = Field(
        None,
        description='`"increasing"` or `"decreasing"`: the score never falls, or never rises, while this number rises, '
        "or the place in `order`.",
    )
    order: tuple[str, ...] = Field(
        (), description="The values of a category from the lowest to the highest; any other counts as not known."
    )
    group: bool = Field(
        False, description="Leads with the same value (a company) are never both learned from and judged."
    )
    bant: Bant | None = Field(
        None, description="It tells of budget, authority, need or timeline; where it is unknown, it is worth asking."
    )
    actionable: bool = Field(
        False, description="A seller can bring about another value by what they do; what would help is told."
    )
    by_lead: bool = Field(
        False,
        description="The lead can truly bring about another value by what it does, not by what it says; the letter to "
        "a lead that does not qualify offers it, where it is `shareable`, too.",
    )
    shareable: bool = Field(False, description="A lead that does not qualify may be told of its value.")
    text: str | None = Field(None, description="What people read of a known value, as `Budget of {value} euros`.")
    text_missing: str | None = Field(None, description="What people read where there is no value.")


class EventTypeSettings(Section):
    """How one kind of event is called and used; `[event_types.NAME]`, for those that need it."""

    label: str | None = Field(None, description="What people call it.")
    axis: Axis | None = Field(None, description="fit (who they are), interest (what they did) or context.")
    actionable: bool = Field(False, description="A seller can bring about one more; what that would help is told.")
    by_lead: bool = Field(
        False,
        description="The lead can do it, as asking for a demo; the letter to a lead that does not qualify offers it, "
        "where it is `shareable`, too.",
    )
    shareable: bool = Field(False, description="A lead that does not qualify may be told of it.")
    monotone: Literal["increasing", "decreasing"] | None = Field(
        None,
        description='`"increasing"` or `"decreasing"`: the score never falls, or never rises, while a count of these '
        "events rises and everything else stays.",
    )
    product_use: bool = Field(False, description="It is use of the product, which makes a lead product-qualified.")
    text: str | None = Field(None, description="What people read of several, with `{count}` and `{ago}` of the last.")
    text_once: str | None = Field(None, description="What people read of a single one, with `{ago}`.")
    text_none: str | None = Field(None, description="What people read where there was none.")


class PointRule(Section):
    """One rule of the analyst's own point system, a baseline for the model; `[[point_rules]]`, once per rule."""

    points: float = Field(allow_inf_nan=False, description="Points a lead gets where the rule holds; may be negative.")
    when: Condition | None = Field(None, description='An expression over lead columns, as `country = "Germany"`.')
    event: str | None = Field(None, description="Or a kind of event that happened before the lead is scored,")
    at_least: int = Field(1, ge=1, description="at least so many times.")
