"""The configuration file ``leadscore.toml``: one declaration of every key, its default and its meaning."""

import difflib
import tomllib
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from leadscore.model.errors import ConfigError

Axis = Literal["fit", "interest", "context"]
Role = Literal["numeric", "category", "date", "email", "free_text", "constant", "id_like"]

FEATURE_ROLES: frozenset[Role] = frozenset({"numeric", "category", "date", "email"})
"""Roles whose columns the model may learn from; the others are kept out and said so."""


class Section(BaseModel):
    """A table of the configuration file; frozen, and strict about names and types."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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
    email: str | None = Field(None, description="Column shown to people as the address; never a feature.")
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
    snapshots_days: tuple[int, ...] = Field(
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
    def feature_columns(self) -> dict[str, ColumnSettings]:
        """The columns the model may learn from, in the file's order."""
        return {
            name: column for name, column in self.columns.items() if column.role in FEATURE_ROLES and not column.ignore
        }


def load_config(path: Path) -> Config:
    """Read and check a configuration file.

    Raises:
        ConfigError: The file is missing, is not TOML, or holds an unknown key, a value of the wrong type or a
            contradiction; unknown keys are answered with the nearest known one.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(
            "There is no configuration file", where=str(path), remedy="make one with `leadscore init FILE`"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"The configuration is not valid TOML: {error}", where=str(path), remedy="mend that line"
        ) from error
    return parse_config(raw, folder=path.resolve().parent, where=str(path))


def parse_config(raw: dict[str, object], *, folder: Path, where: str = "leadscore.toml") -> Config:
    """Check a configuration already read into plain values; ``folder`` is where relative paths start.

    Raises:
        ConfigError: As for ``load_config``.
    """
    try:
        config = Config.model_validate(raw)
    except ValidationError as error:
        raise _first_problem(error, where) from error
    _refuse_contradictions(config, where)
    config._folder = folder
    return config


def _first_problem(error: ValidationError, where: str) -> ConfigError:
    problem = error.errors()[0]
    place = [str(part) for part in problem["loc"] if not str(part).startswith(("tuple[", "literal["))]
    key = ".".join(place)
    if problem["type"] == "extra_forbidden":
        near = difflib.get_close_matches(place[-1], _known_keys(place[:-1]), n=1, cutoff=0.5)
        remedy = f"did you mean `{near[0]}`?" if near else f"known keys: {', '.join(_known_keys(place[:-1]))}"
        return ConfigError(f"Unknown key `{key}` in the configuration", where=where, remedy=remedy)
    if problem["type"] == "missing":
        return ConfigError(f"The key `{key}` is missing", where=where, remedy="add it")
    return ConfigError(f"`{key}`: {problem['msg']}", where=where, remedy="correct the value")


def _known_keys(place: list[str]) -> list[str]:
    if not place:
        return list(Config.model_fields)
    sections = {name: section for name, section in SECTIONS.items() if name == place[0]}
    return [key for section in sections.values() for key in section.model_fields]


SECTIONS: dict[str, type[Section]] = {
    "leads": LeadsSettings,
    "events": EventsSettings,
    "outcomes": OutcomesSettings,
    "learning": LearningSettings,
    "columns": ColumnSettings,
    "mlflow": MlflowSettings,
}
"""Every table of the configuration file; `columns` stands for one table per column."""


def _refuse_contradictions(config: Config, where: str) -> None:
    leads, outcomes = config.leads, config.outcomes
    if leads.target is None and outcomes is None:
        raise ConfigError(
            "Nothing says which leads converted",
            where=where,
            remedy="name a column in `leads.target`, or a table of outcomes in `[outcomes]`",
        )
    if leads.target is not None and outcomes is not None:
        raise ConfigError(
            "Both `leads.target` and `[outcomes]` say which leads converted",
            where=where,
            remedy="keep one of them",
        )
    if (outcomes or config.events) and not (leads.created_at and leads.id):
        raise ConfigError(
            "Events and outcomes need leads with an id and a date of creation",
            where=where,
            remedy="set `leads.id` and `leads.created_at`",
        )
    if leads.target is not None and not leads.positive:
        raise ConfigError(
            "`leads.positive` is missing",
            where=where,
            remedy="list the target values that mean converted",
        )
    if outcomes and outcomes.converted != "*" and outcomes.outcome is None:
        raise ConfigError(
            "`outcomes.converted` lists values, but `outcomes.outcome` names no column",
            where=where,
            remedy='name the column, or set converted = "*"',
        )
