"""What earlier releases answered, compared with what is answered today."""

import re
from typing import Any

import pytest


def said_again(recorded: object, answer: Any) -> bool:
    """Whether an answer holds all that was recorded, but for fields that have ended.

    It may hold more, and numbers may differ by their last digit.
    """
    match recorded:
        case dict():
            kept = {key: recorded[key] for key in recorded if not _has_ended(key, recorded)}
            return all(key in answer and said_again(value, answer[key]) for key, value in kept.items())
        case list():
            return len(recorded) == len(answer) and all(map(said_again, recorded, answer))
        case float():
            return bool(answer == pytest.approx(recorded, rel=1e-12))
        case str():
            return isinstance(answer, str) and written(recorded) == written(answer)
        case _:
            return bool(recorded == answer)


def written(text: str) -> str:
    """A text without what earlier releases wrote otherwise: blanks before the sign of per cent, and widths of cells."""
    return re.sub(r" +", " ", text.replace(" %", "%"))


_TOGETHER = "together"
"""Said that points contradicted the rate beside them; such a rate is no longer shown. In a CSV file it has a prefix."""


def _has_ended(key: str, recorded: dict[str, Any]) -> bool:
    """Whether a field of an earlier release is no longer there, or told of a rate that contradicted the points."""
    contradicted = [
        name.removesuffix(_TOGETHER) for name in recorded if name.endswith(_TOGETHER) and _holds(recorded[name])
    ]
    told = [f"{prefix}{part}" for prefix in contradicted for part in ("text", "evidence")]
    return key.endswith(_TOGETHER) or any(key.startswith(name) for name in told)


def _holds(truth: object) -> bool:
    return truth in (True, "True")
