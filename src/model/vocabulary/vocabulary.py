"""The sections of the word lists; the words of all languages together are one vocabulary."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from leadscore.model.vocabulary.lexicon import Lexicon


@dataclass(frozen=True)
class ColumnNames:
    """Names of columns, by what the columns hold.

    Attributes:
        lead_id: The id of a lead.
        created_at: When a lead was created.
        date: A moment of any kind.
        phone: A telephone number, shown to people.
        name: The name of a person, shown to people.
        company: The name of a company, shown to people.
        owner: Who works the lead, shown to people.
        person: Another name of a person, of the lead or of whoever works it; never learned from.
        protected: What the law protects a person for, as gender or religion; not learned from unless somebody says so.
        code: Codes written as numbers, which are categories.
        target: Whether a lead converted, in the table of leads.
        outcome: How a lead ended, in the table of outcomes; there the names of the target count as well.
        ended_at: When a lead ended; what is only expected is no such moment.
        amount: What a won lead is worth.
        reason: Why a lead ended as it did.
        occurred_at: The moment of an event or of an outcome.
        event_type: The kind of an event.
        event_id: The id of an event.
        event_value: The number that an event carries.
        budget: Whether a lead can pay.
        authority: Whether a lead may decide.
        need: Whether a lead needs the product.
        timeline: When a lead wants to buy.
        filled_in_later: What sales and service learn from a lead, and not what the lead brought along.
        context: How a lead came, and not who it is; its axis is context.
        interest: What a lead did; `leadscore init` gives it the axis interest.
        source: Where a lead came from; figures are also shown by it.
        place: Where a lead lives; figures are also shown by it.
    """

    lead_id: Lexicon
    created_at: Lexicon
    date: Lexicon
    phone: Lexicon
    name: Lexicon
    company: Lexicon
    owner: Lexicon
    person: Lexicon
    protected: Lexicon
    code: Lexicon
    target: Lexicon
    outcome: Lexicon
    ended_at: Lexicon
    amount: Lexicon
    reason: Lexicon
    occurred_at: Lexicon
    event_type: Lexicon
    event_id: Lexicon
    event_value: Lexicon
    budget: Lexicon
    authority: Lexicon
    need: Lexicon
    timeline: Lexicon
    filled_in_later: Lexicon
    context: Lexicon
    interest: Lexicon
    source: Lexicon
    place: Lexicon


@dataclass(frozen=True)
class OutcomeValues:
    """Values of a column that says how leads ended.

    Attributes:
        converted: The lead converted.
        disqualified: The lead was none.
        lost: The lead was one, and will not convert.
        not_converted: The lead has not converted, which does not say that it never will: no, false, 0.
        qualified: The lead was found to be a good one: a stage on the way, unless it is the last there is.
        open: The lead has not ended yet; stages on the way.
    """

    converted: Lexicon
    disqualified: Lexicon
    lost: Lexicon
    not_converted: Lexicon
    qualified: Lexicon
    open: Lexicon


@dataclass(frozen=True)
class EventNames:
    """Names of kinds of events, by what they say of a lead.

    Attributes:
        product_use: The lead uses the product.
        actionable: A salesperson can invite a lead to it, or do it.
    """

    product_use: Lexicon
    actionable: Lexicon


@dataclass(frozen=True)
class CellWords:
    """Whole values of cells, in lower case.

    Attributes:
        missing: Read as an empty cell, wherever it is written.
        unknown: Means that a value is not known, but is read as the text it is; `leadscore check` speaks of it.
        truth: Truth values, which are kept in lower case however they are written.
        true, false: Say that something is so, or that it is not, in a column that holds nothing else.
    """

    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    truth: tuple[str, ...]
    true: tuple[str, ...]
    false: tuple[str, ...]


@dataclass(frozen=True)
class MonthNames:
    """Names of months and their short forms, in lower case and without a point."""

    january: tuple[str, ...]
    february: tuple[str, ...]
    march: tuple[str, ...]
    april: tuple[str, ...]
    may: tuple[str, ...]
    june: tuple[str, ...]
    july: tuple[str, ...]
    august: tuple[str, ...]
    september: tuple[str, ...]
    october: tuple[str, ...]
    november: tuple[str, ...]
    december: tuple[str, ...]

    @property
    def in_order(self) -> tuple[tuple[str, ...], ...]:
        """The names of each month, from January."""
        return tuple(getattr(self, month.name) for month in fields(self))


@dataclass(frozen=True)
class Vocabulary:
    """The words of all languages.

    Attributes:
        event_kinds: The kind of event that a name means, for the names of the kinds that have sentences of their own.
    """

    columns: ColumnNames
    outcomes: OutcomeValues
    events: EventNames
    event_kinds: Mapping[str, str]
    cells: CellWords
    months: MonthNames
