"""The request contract of one model: schemas from the model's columns, validation, and conversion to an inquiry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, FailFast, Field, ValidationError, create_model
from pydantic.json_schema import models_json_schema

from leadscore.model.errors import some
from leadscore.model.features.spec import FeatureSpec, InputColumn
from leadscore.model.scoring.inquiries import EventGiven, Inquiry
from leadscore.model.scoring.scorer import Include
from leadscore.model.timestamps import DAY
from leadscore.serve.fields import Category, EventType, Identity, Moment, Number, field_errors, shown_name, type_of
from leadscore.serve.problems import RefusedError

_LEVELS_SHOWN = 20
_EVENT_FIELDS = frozenset({"event_id", "occurred_at", "type", "value"})


class Strict(BaseModel):
    """An object without unknown fields, whose values are not converted from other types."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class LeadFields(BaseModel):
    """The lead; unknown fields are told about, and ignored."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)

    lead_id: Identity = Field(description="Comes back with the answer.")


class DatedLeadFields(LeadFields):
    """The lead, in a model that has dates."""

    created_at: Moment = Field(description="When the lead came in; without an offset it is UTC.")


class EventFields(Strict):
    """One activity of the lead."""

    event_id: Identity | None = Field(None, description="An event that is sent twice counts once.")
    occurred_at: Moment = Field(description="Without an offset it is UTC.")
    type: EventType
    value: Number = Field(None, description="An amount, a duration or a number of things.")


class ScoreRequest(Strict):
    """One lead to score; the models of a contract name the lead's columns."""

    lead: Any
    events: Any = ()
    as_of: Moment | None = Field(None, description="Score as of this moment; default: now.")
    include: list[Include] = Field(
        [],
        description="What is made only on request: `ask` (what to ask, for this lead), `help` (what would raise the "
        "score), `similar` (past leads like it), `why_not` (what to tell a lead that does not qualify), "
        "`summary` (the answer in eight lines at most).",
    )


class BatchRequest(Strict):
    """Several leads to score; each is checked by itself."""

    leads: list[Any] = Field(min_length=1)


@dataclass(frozen=True)
class CheckedRequest:
    """One lead, ready for the scorer, and what the caller should know about the request."""

    inquiry: Inquiry
    warnings: tuple[str, ...]
    include: frozenset[Include] = frozenset()


@dataclass(frozen=True)
class Contract:
    """The requests that one model takes."""

    spec: FeatureSpec
    question: type[ScoreRequest]

    @classmethod
    def of(cls, spec: FeatureSpec) -> "Contract":
        """The contract of a model with these inputs."""
        lead, event = _lead_model(spec), _event_model(spec)
        # an alias makes no difference to events, but mypy cannot follow types made at run time
        events = Annotated[list[event], FailFast()]  # type: ignore[valid-type]  # else errors of every event would be collected
        fields: dict[str, Any] = {"lead": (lead, ...), "events": (events, Field(default_factory=list))}
        return cls(spec, create_model("ScoreRequest", __base__=ScoreRequest, **fields))

    def check(self, raw: object, now: int) -> CheckedRequest:
        """Check one request.

        Args:
            raw: The JSON value of the request.
            now: The moment to score for, where the request names none.

        Raises:
            RefusedError: It does not fit; the fields are named, their values are not.
        """
        try:
            question = self.question.model_validate(raw)
        except ValidationError as error:
            raise RefusedError("invalid", where="the request body", errors=field_errors(error)) from error
        return self._checked(question, now)

    def schemas(self, *, batch_leads: int) -> dict[str, Any]:
        """JSON schemas of the requests, by name, for OpenAPI."""
        leads = (list[self.question], Field(min_length=1, max_length=batch_leads))  # type: ignore[name-defined]
        batch = create_model("BatchRequest", __base__=BatchRequest, leads=leads)
        _, found = models_json_schema(
            [(self.question, "validation"), (batch, "validation")], ref_template="#/components/schemas/{model}"
        )
        schemas: dict[str, Any] = found["$defs"]
        return schemas

    def _checked(self, question: ScoreRequest, now: int) -> CheckedRequest:
        lead = question.lead
        as_of = (now if question.as_of is None else question.as_of) if self.spec.dated else 0
        inquiry = Inquiry(
            lead_id=lead.lead_id,
            as_of=as_of,
            created_at=lead.created_at if self.spec.dated else None,
            columns=_values(lead, [column.name for column in self.spec.columns]),
            events=[self._event(event) for event in question.events],
        )
        unknown = sorted(shown_name(name) for name in lead.model_extra or {})
        return CheckedRequest(inquiry, tuple(_warnings(self.spec, inquiry, unknown, now)), frozenset(question.include))

    def _event(self, event: Any) -> EventGiven:
        attributes = _values(event, _attributes(self.spec))
        return EventGiven(event.occurred_at, event.type, event.value, event.event_id, attributes)


def batch_items(raw: object, limit: int) -> list[Any]:
    """The requests of a batch, unchecked.

    Raises:
        RefusedError: It is not an object with a list of leads, or there are none or too many.
    """
    try:
        items = BatchRequest.model_validate(raw).leads
    except ValidationError as error:
        raise RefusedError("invalid", where="the request body", errors=field_errors(error)) from error
    if len(items) > limit:
        raise RefusedError("too-many-leads", where=f"leads: {len(items):,}, of which {limit:,} are allowed")
    return items


def _lead_model(spec: FeatureSpec) -> type[LeadFields]:
    base = DatedLeadFields if spec.dated else LeadFields
    fields = {f"column_{i}": (type_of(c), _described(c)) for i, c in enumerate(spec.columns)}
    return create_model("Lead", __base__=base, **fields)  # type: ignore[call-overload, no-any-return]


def _event_model(spec: FeatureSpec) -> type[EventFields]:
    fields = {f"column_{i}": (Category, Field(None, alias=name)) for i, name in enumerate(_attributes(spec))}
    return create_model("Event", __base__=EventFields, **fields)  # type: ignore[call-overload, no-any-return]


def _described(column: InputColumn) -> Any:
    """A column's name may be any text, so it is the field's alias."""
    alias = field_of(column.name)
    if not column.learned:
        return Field(None, alias=alias, description=f"{column.role}; only gates look at it")
    if column.role != "category":
        return Field(None, alias=alias, description=f"{column.role}; null or left out means missing")
    text = f"category; {len(column.levels)} values were told apart in training"
    return Field(None, alias=alias, description=text, examples=list(column.levels[:_LEVELS_SHOWN]))


def field_of(column: str) -> str:
    """The field that holds a column: its own name, unless a field of every lead has that name.

    >>> field_of("budget"), field_of("lead_id")
    ('budget', 'column.lead_id')
    """
    return f"column.{column}" if column in DatedLeadFields.model_fields else column


def _attributes(spec: FeatureSpec) -> list[str]:
    return [name for name in spec.event_attributes if name not in _EVENT_FIELDS]


def _values(model: BaseModel, names: Sequence[str]) -> Mapping[str, Any]:
    """The values that were given, null included."""
    fields = {f"column_{position}": name for position, name in enumerate(names)}
    return {name: getattr(model, field) for field, name in fields.items() if field in model.model_fields_set}


def _warnings(spec: FeatureSpec, inquiry: Inquiry, unknown: list[str], now: int) -> list[str]:
    late = sum(event.occurred_at >= inquiry.as_of for event in inquiry.events) if spec.has_events else 0
    unused = 0 if spec.has_events else len(inquiry.events)
    early = spec.dated and inquiry.created_at is not None and inquiry.created_at > inquiry.as_of
    found = {
        f"The model does not know these fields of the lead: {some(unknown, unit='').strip()}": unknown,
        f"Events that are not before as_of were ignored: {late}": late,
        f"The model looks at no events; ignored: {unused}": unused,
        "The lead was created after as_of": early,
        "as_of lies in the future; what happens until then is not known": spec.dated and inquiry.as_of > now + DAY,
    }
    return [text for text, holds in found.items() if holds]
