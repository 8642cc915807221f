"""What earlier releases answered, compared with what is answered today."""

from typing import Any

import pytest

ENDED = frozenset({"together"})
"""Fields that reasons had in earlier releases."""


def said_again(recorded: object, answer: Any) -> bool:
    """Whether an answer holds all that was recorded, but for fields that have ended.

    It may hold more, and numbers may differ by their last digit.
    """
    match recorded:
        case dict():
            kept = {key: value for key, value in recorded.items() if key not in ENDED}
            return all(key in answer and said_again(value, answer[key]) for key, value in kept.items())
        case list():
            return len(recorded) == len(answer) and all(map(said_again, recorded, answer))
        case float():
            return bool(answer == pytest.approx(recorded, rel=1e-12))
        case _:
            return bool(recorded == answer)
