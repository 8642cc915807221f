"""Moving the aliases, each move kept with the version that becomes the champion."""

import json
from dataclasses import asdict

from leadscore.model.moments import iso
from leadscore.model.registry.aliases import CHALLENGER, CHAMPION, PREVIOUS
from leadscore.model.registry.mlflow_store import MlflowStore
from leadscore.model.registry.records import Grounds, Move

MOVE_TAG = "leadscore.move"
"""Start of the names of the tags that say when, why and over which version a version became the champion."""


def promote(store: MlflowStore, challenger: str, grounds: Grounds) -> Move:
    """Make a version the champion, the champion so far the previous one, and nothing the challenger."""
    champion = store.pointer(CHAMPION)
    move = Move(None if champion is None else champion.version, challenger)
    _record(store, "promoted", move, grounds)
    if move.before is not None and move.before != move.after:
        store.point(PREVIOUS, move.before)
    store.point(CHAMPION, move.after)
    store.unpoint(CHALLENGER)
    return move


def rollback(store: MlflowStore, champion: str, previous: str, grounds: Grounds) -> Move:
    """Let champion and previous champion change places."""
    move = Move(champion, previous)
    _record(store, "rolled back", move, grounds)
    store.point(CHAMPION, previous)
    store.point(PREVIOUS, champion)
    return move


def _record(store: MlflowStore, kind: str, move: Move, grounds: Grounds) -> None:
    """Before anything moves: a champion that nobody can account for is worse than a note of a move that failed."""
    facts = {"move": kind, **asdict(move), **asdict(grounds), "at": iso(grounds.at)}
    at = iso(grounds.at).replace("-", "").replace(":", "")  # MLflow on Windows takes no colon
    store.note(move.after, f"{MOVE_TAG}.{at}", json.dumps(facts, ensure_ascii=False, sort_keys=True))
