"""The model's own view: per signal how much it weighs, which way it goes, and how leads converted by its value."""

from typing import Any

from leadscore.model.features.spec import FeatureSpec
from leadscore.model.learning.evidence.explained import ExplainedRows
from leadscore.model.scoring.evidence import Evidence, SignalRates, such
from leadscore.model.scoring.wording import Wording, wording_of

_MOST_VALUES = 25
"""Of a category with more values than a table can show, those with the most leads."""


def drivers(spec: FeatureSpec, evidence: Evidence, explained: ExplainedRows) -> list[dict[str, Any]]:
    """Signals by their mean absolute share of the log-odds, the strongest first, in the words of the model's language.

    ``direction`` is absent of what has no order. ``values`` are in the order of the value, those of a category by their
    rate; too few leads are not told of.
    """
    contributions = explained.by_signal(spec)
    wording, strength = wording_of(spec), explained.strength(contributions)
    rows = []
    for index, (signal, rates) in enumerate(zip(spec.signals, evidence.rates, strict=True)):
        row: dict[str, Any] = {"signal": signal.label, "axis": signal.axis, "log_odds": float(strength[index])}
        row["share"] = evidence.shares[index]
        if rates is not None and not rates.bins[0].codes:
            values = explained.matrix[:, rates.bins[0].position]
            if direction := explained.direction(values, contributions[:, index]):
                row["direction"] = direction
        row["values"] = values_told(rates, spec, wording)
        rows.append(row)
    return sorted(rows, key=lambda row: -float(row["log_odds"]))


def values_told(rates: SignalRates | None, spec: FeatureSpec, wording: Wording) -> list[dict[str, Any]]:
    """How leads converted by the value of a signal, as a driver's ``values``; empty where that makes no sense."""
    if rates is None:
        return []
    told: list[dict[str, Any]] = [
        {"such": such(rates, cell, spec, wording), "rate": rate, "leads": leads}
        for cell, (rate, leads) in enumerate(zip(rates.rates, rates.leads, strict=True))
        if rate is not None and leads is not None
    ]
    if not rates.bins[0].codes:
        return told
    most = sorted(told, key=lambda value: -value["leads"])[:_MOST_VALUES]
    return sorted(most, key=lambda value: -value["rate"])
