"""What is odd about a whole batch beside what the model was trained on: said once, and not lead by lead."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Mask
from leadscore.model.card.grades import GateResult
from leadscore.model.features.column_facts import ColumnFacts, is_missing
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.spec import Feature, InputColumn
from leadscore.model.scoring.batch import Batch
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.decision.policy import Gate, evaluated
from leadscore.model.scoring.language import Wording
from leadscore.model.timestamps import DAY, moment

FAR_ABOVE = 0.1
"""A share has to be so much above that of training."""

_STANDARD_ERRORS = 3.0
_LEAST_SHARE = 0.01
_EXPECTED = 3.0
_OLD_DAYS = 180
_EXAMPLES = 3


@dataclass(frozen=True)
class BatchFinding:
    """One thing that is odd about a batch.

    Attributes:
        code: What it is, for programs: the name of its phrase.
        name: The column or gate that it is about; "" for none.
        figures: Its numbers and texts; shares from 0 to 1.
    """

    code: str
    name: str
    figures: Mapping[str, float | int | str] = field(default_factory=dict)

    def said(self, wording: Wording) -> str:
        """The finding as a sentence."""
        figures = {name: wording.share(v) if isinstance(v, float) else v for name, v in self.figures.items()}
        return wording.say(f"batch.{self.code}", name=self.name, **figures)


@dataclass(frozen=True)
class BatchSummary:
    """What is odd about a batch, the gravest first; nothing in one like the training data.

    Attributes:
        leads: Number of leads that were scored.
        model_age_days: Days from the end of the model's training data to the moment of scoring; None without dates.
        findings: What is odd.
    """

    leads: int
    model_age_days: int | None
    findings: tuple[BatchFinding, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {"leads": self.leads, "model_age_days": self.model_age_days, "findings": [*map(asdict, self.findings)]}


def summarised(bundle: Bundle, batch: Batch) -> BatchSummary:
    """Compare a batch with what a model was trained on; a model of an earlier release can say little."""
    leads = batch.leads.take(batch.positions)
    age = _age_days(bundle, batch.as_of)
    found = [*_of_gates(bundle, leads, batch.as_of), *_of_columns(bundle, leads)]
    if age is not None and age > _OLD_DAYS:
        found.append(BatchFinding("old_model", "", {"days": age, "until": str(bundle.card.trained_until)[:10]}))
    return BatchSummary(len(leads), age, tuple(found))


def _age_days(bundle: Bundle, as_of: int) -> int | None:
    until = bundle.card.trained_until
    return None if until is None or not bundle.spec.dated else max(0, (as_of - moment(until)) // DAY)


def _of_columns(bundle: Bundle, leads: LeadTable) -> Iterator[BatchFinding]:
    for column in bundle.spec.columns:
        if column.facts is not None and column.name in leads.columns and len(leads):
            values = leads.columns[column.name]
            yield from _missing(column, column.facts, values)
            feature = bundle.spec.category_of(column.name)
            if feature is not None:
                yield from _new(feature, column.facts, values)


def _missing(column: InputColumn, facts: ColumnFacts, values: NDArray[Any]) -> Iterator[BatchFinding]:
    share = float(is_missing(values).mean())
    if _far_above(share, facts.missing, len(values)):
        yield BatchFinding("missing", column.name, {"share": share, "training": facts.missing})


def _new(feature: Feature, facts: ColumnFacts, values: NDArray[Any]) -> Iterator[BatchFinding]:
    counts = Counter(value for value in values.tolist() if value is not None)
    new = Counter({value: count for value, count in counts.items() if feature.is_new(value)})
    share = new.total() / len(values)
    if _far_above(share, facts.new, len(values)):
        figures: dict[str, float | int | str] = {"share": share, "training": facts.new, "examples": _examples(new)}
        yield BatchFinding("new_values", feature.source, figures)


def _far_above(share: float, training: float, n: int) -> bool:
    """Whether a share is above that of training by much, and by more than chance makes of so few leads."""
    expected = min(max(training, _LEAST_SHARE), 1 - _LEAST_SHARE)
    return share - training >= max(FAR_ABOVE, _STANDARD_ERRORS * math.sqrt(expected * (1 - expected) / n))


def _examples(values: Counter[str]) -> str:
    return ", ".join(f'"{value}" ({count})' for value, count in values.most_common(_EXAMPLES))


def _of_gates(bundle: Bundle, leads: LeadTable, as_of: int) -> Iterator[BatchFinding]:
    if bundle.policy is None or not len(leads):
        return
    looks = Snapshots(np.arange(len(leads)), np.full(len(leads), as_of))
    trained = {result.name: result for result in bundle.card.gates}
    for gate in bundle.policy.gates:
        if gate.kind == "never":
            yield from _of_gate(gate, bundle, leads, looks, trained.get(gate.name))


def _of_gate(
    gate: Gate, bundle: Bundle, leads: LeadTable, looks: Snapshots, trained: GateResult | None
) -> Iterator[BatchFinding]:
    found = evaluated(gate, bundle.spec, leads, looks)
    doubtful = found.possible & ~found.holds
    if doubtful.any():
        yield _doubtful(gate, leads, doubtful, found.unread)
    elif trained is not None and trained.leads and not found.holds.any():
        share = trained.holds / trained.leads
        if share * len(leads) >= _EXPECTED:
            yield BatchFinding("gate_holds_for_none", gate.name, {"leads": len(leads), "training": share})


def _doubtful(gate: Gate, leads: LeadTable, doubtful: Mask, unread: Mapping[str, Mask]) -> BatchFinding:
    asked = {name: doubtful & mask for name, mask in unread.items() if (doubtful & mask).any()}
    figures: dict[str, float | int | str] = {"leads": int(doubtful.sum()), "columns": ", ".join(asked)}
    texts = [leads.columns[name][mask].tolist() for name, mask in asked.items() if leads.columns[name].dtype == object]
    found = Counter(text for of_column in texts for text in of_column if text is not None)
    if not found:
        return BatchFinding("doubtful_gate_missing", gate.name, figures)
    return BatchFinding("doubtful_gate", gate.name, figures | {"examples": _examples(found)})
