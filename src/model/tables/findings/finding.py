"""What a check finds in valid tables, as plain data for whoever draws it."""

from dataclasses import dataclass

from leadscore.model.config import FEATURE_ROLES, Config
from leadscore.model.tables.findings.leakage import Suspect, suspects
from leadscore.model.tables.findings.maturity import BaseRate, Month, base_rate, converted_leads, maturity_by_month
from leadscore.model.tables.schema import Tables
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
        base_rate: Conversion over all leads.
        months: Conversion and maturity per month of creation; empty without dates.
        suspects: Signs of leaks.
        kept_out: Columns that the model could learn from, if the configuration did not ignore them.
        without_outcome: Number of leads that have not ended; None in a file with a target column.
    """

    rows: tuple[TableRows, ...]
    failures: tuple[Failure, ...]
    base_rate: BaseRate
    months: tuple[Month, ...]
    suspects: tuple[Suspect, ...]
    kept_out: tuple[str, ...]
    without_outcome: int | None


def find(tables: Tables, config: Config) -> Findings:
    """Everything there is to say about these tables before a model is learnt from them."""
    horizon_days = config.learning.horizon_days
    return Findings(
        rows=_rows(tables),
        failures=by_rule(tables.rejects),
        base_rate=base_rate(tables, horizon_days=horizon_days),
        months=maturity_by_month(tables, horizon_days=horizon_days),
        suspects=tuple(suspects(tables, config, converted_leads(tables))),
        kept_out=tuple(
            name for name, column in config.columns.items() if column.ignore and column.role in FEATURE_ROLES
        ),
        without_outcome=None if tables.target is not None else len(tables.leads) - len(tables.outcomes),
    )


def _rows(tables: Tables) -> tuple[TableRows, ...]:
    kept = {"leads": len(tables.leads), "events": len(tables.events), "outcomes": len(tables.outcomes)}
    return tuple(TableRows(table, read, kept[table]) for table, read in tables.rows_read.items() if read)
