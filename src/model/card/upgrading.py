"""Converts cards of earlier releases to the current layout; parts that they lack stay empty."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from leadscore.model.card.card import Card

Raw = dict[str, Any]


def upgraded(raw: Mapping[str, Any]) -> Raw:
    """The object of a card without a version number, from bundles of protocol 1 and 2, in the current layout.

    Keys that are no longer used are left out.
    """
    renamed = {_RENAMED.get(key, key): value for key, value in raw.items() if value is not None}
    known = {field.name: renamed[field.name] for field in fields(Card) if field.name in renamed}
    return {key: _PARTS[key](value) if key in _PARTS else value for key, value in known.items()}


def _named(part: Mapping[str, Any], names: Mapping[str, str]) -> Raw:
    return {names.get(key, key): value for key, value in part.items()}


def _metrics(metrics: Mapping[str, Any]) -> Raw:
    """By predictor; a card may hold the metrics of the model alone."""
    return {"model": dict(metrics)} if "roc_auc" in metrics else dict(metrics)


def _grades(grades: Mapping[str, Any]) -> Raw:
    cells = {f"{axis}_thresholds": thresholds for axis, thresholds in grades.get("cells", {}).items()}
    flat = {key: value for key, value in grades.items() if key != "cells"}
    return _named(flat, {"cuts": "thresholds", "by": "found_by", "told": "text"}) | cells


def _verdict(verdict: Mapping[str, Any]) -> Raw:
    return _named(verdict, {"verdict": "readiness"})


def _groups(groups: list[Raw]) -> list[Raw]:
    """Metrics of groups, which were plain numbers without intervals."""
    return [row | {name: _estimate(row.get(name)) for name in ("roc_auc", "log_loss")} for row in groups]


def _estimate(figure: Any) -> Any:
    return {"value": figure} if isinstance(figure, int | float) else figure


def _drivers(drivers: list[Raw]) -> list[Raw]:
    return [row | {"values": [_named(value, _VALUES) for value in row.get("values", ())]} for row in drivers]


def _learner(learner: Mapping[str, Any]) -> Raw:
    search = learner.get("search")
    found = None if search is None else _named(search, {"best_knobs": "best_hyperparameters"})
    return _named(learner, {"knobs": "hyperparameters"}) | {"search": found}


_VALUES = {"such": "segment"}
_RENAMED = {"replays": "backtest", "twin": "twin_sha256"}
_PARTS: Mapping[str, Callable[[Any], Any]] = {
    "metrics": _metrics,
    "split": lambda split: _named(split, {"rolls": "id_digests"}),
    "grades": _grades,
    "verdict": _verdict,
    "by_month": _groups,
    "slices": _groups,
    "drivers": _drivers,
    "learner": _learner,
    "twin_sha256": lambda twin: twin["sha256"],
}
