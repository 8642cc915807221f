"""What a check finds in valid tables, as plain data."""

import math
from dataclasses import dataclass

from leadscore.model.card.training_data import DelayCurve, MaturityFacts, MonthMaturity
from leadscore.model.config import FEATURE_ROLES, Config, LearningSettings
from leadscore.model.data.quality.cohorts import BaseRate, Month, base_rate, by_month
from leadscore.model.data.quality.conversions import counting, watched
from leadscore.model.data.quality.delays import Truncation, delay_curve, find_truncation
from leadscore.model.data.quality.horizon import advise
from leadscore.model.data.quality.notes import notes
from leadscore.model.data.tables.checking import Failure, by_rule
from leadscore.model.data.tables.snapshots import label_snapshots
from leadscore.model.data.tables.tables import Tables
from leadscore.model.scoring.language import Wording, wording_from
from leadscore.model.timestamps import NEVER, moment


@dataclass(frozen=True)
class Maturity:
    """Cohorts, conversion delays, horizon and truncation of the leads.

    Attributes:
        months: Conversion per month of creation; empty without dates.
        delay: How long leads take to convert; None where conversions have no dates, or are few.
        advice: What that says about the horizon.
        truncation: When conversions began to be recorded, if that is later than the first leads that count.
    """

    months: tuple[Month, ...]
    delay: DelayCurve | None = None
    advice: str | None = None
    truncation: Truncation | None = None


def find_maturity(tables: Tables, learning: LearningSettings, wording: Wording) -> Maturity:
    """Find cohorts, delays, horizon and truncation; delays only of leads created since conversions are recorded."""
    months, leads = by_month(tables, learning), watched(tables)
    if leads is None:
        return Maturity(months)
    truncation, first = find_truncation(leads), _first(learning)
    if truncation is not None and truncation.before <= first:
        truncation = None
    counted = leads.since(first if truncation is None else truncation.before)
    return Maturity(months, delay_curve(counted), advise(counted, learning.horizon_days, wording), truncation)


def maturity(tables: Tables, config: Config) -> MaturityFacts:
    """The same for the card; months that are left out as a whole are not among them, and None stands for NaN."""
    found = find_maturity(tables, config.learning, wording_from(config))
    return MaturityFacts(
        months=tuple(_month_maturity(month) for month in found.months if month.leads),
        delay=found.delay,
        advice=found.advice,
        truncated_before=None if found.truncation is None else found.truncation.day,
    )


def _first(learning: LearningSettings) -> int:
    return NEVER if learning.data_from is None else moment(learning.data_from)


def _month_maturity(month: Month) -> MonthMaturity:
    matured, rate = (None if math.isnan(share) else share for share in (month.matured, month.rate))
    return MonthMaturity(month.month, month.leads, month.converted, matured, rate, month.left_out)


@dataclass(frozen=True)
class TableRows:
    """How many rows of a table were read, and how many of them are valid and count."""

    table: str
    read: int
    kept: int

    @property
    def left_out(self) -> int:
        """Rows that are not valid, or repeat another."""
        return self.read - self.kept


@dataclass(frozen=True)
class Findings:
    """What a check finds.

    Attributes:
        rows: Per table, rows read and kept.
        failures: Failures per table, rule, column and effect, with the first five row numbers.
        base_rate: Conversion over the leads that count.
        maturity: What time does to the leads.
        immature_snapshots: Looks at leads whose horizon has not passed; they have no label.
        notes: Further things worth knowing, as sentences.
        kept_out: Columns that the model could learn from, if the configuration did not ignore them.
        without_outcome: Number of leads that count and have not ended; None in a file with a target column.
    """

    rows: tuple[TableRows, ...]
    failures: tuple[Failure, ...]
    base_rate: BaseRate
    maturity: Maturity
    immature_snapshots: int
    notes: tuple[str, ...]
    kept_out: tuple[str, ...]
    without_outcome: int | None


def find(tables: Tables, config: Config) -> Findings:
    """Check valid tables before a model is trained on them; leaks are looked for elsewhere.

    Raises:
        DataError: ``data_from`` leaves no lead.
    """
    labelled, wording = label_snapshots(tables, config.learning), wording_from(config)
    return Findings(
        rows=_rows(tables),
        failures=by_rule(tables.rejects),
        base_rate=base_rate(tables, config.learning),
        maturity=find_maturity(tables, config.learning, wording),
        immature_snapshots=int((~labelled.matured).sum()),
        notes=tuple(notes(tables, config, wording)),
        kept_out=tuple(
            name for name, column in config.columns.items() if column.ignore and column.role in FEATURE_ROLES
        ),
        without_outcome=_without_outcome(tables, config),
    )


def _without_outcome(tables: Tables, config: Config) -> int | None:
    if tables.target is not None:
        return None
    open_leads = counting(tables, config.learning)
    open_leads[tables.outcomes["lead"].to_numpy()] = False
    return int(open_leads.sum())


def _rows(tables: Tables) -> tuple[TableRows, ...]:
    kept = {"leads": len(tables.leads), "events": len(tables.events), "outcomes": len(tables.outcomes)}
    return tuple(TableRows(table, read, kept[table]) for table, read in tables.rows_read.items() if read)
