"""The model registry: runs, versions and the aliases challenger, champion and previous, kept by MLflow."""

from leadscore.model.registry.records import (
    CHALLENGER,
    CHAMPION,
    PREVIOUS,
    Grounds,
    Move,
    Pointer,
    Published,
    Resolved,
    Run,
)
from leadscore.model.registry.registry import Registry

__all__ = [
    "CHALLENGER",
    "CHAMPION",
    "PREVIOUS",
    "Grounds",
    "Move",
    "Pointer",
    "Published",
    "Registry",
    "Resolved",
    "Run",
]
