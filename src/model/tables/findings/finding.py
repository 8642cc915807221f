"""What a check finds in valid tables, as plain data for whoever draws it."""

from dataclasses import dataclass

from leadscore.model.config import FEATURE_ROLES, Config
from leadscore.model.tables.findings.cohorts import BaseRate, base_rate
from leadscore.model.tables.findings.conversions import counting
from leadscore.model.tables.findings.maturity import Maturity, find_maturity
from leadscore.model.tables.findings.notes import notes
from leadscore.model.tables.schema import Tables
from leadscore.model.tables.snapshots import label_snapshots
from leadscore.model.tables.validation.rejects import Failure, by_rule


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
    """Everything there is to say about these tables before a model is learnt from them, but for leaks.

    Raises:
        DataError: ``data_from`` leaves no lead.
    """
    labelled = label_snapshots(tables, config.learning)
    return Findings(
        rows=_rows(tables),
        failures=by_rule(tables.rejects),
        base_rate=base_rate(tables, config.learning),
        maturity=find_maturity(tables, config.learning),
        immature_snapshots=int((~labelled.matured).sum()),
        notes=tuple(notes(tables, config)),
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
