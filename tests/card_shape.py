"""The shape of a card: its keys and the types of its values, without the values."""

import json
from typing import Any


def shape(value: Any) -> Any:
    """Keys and types of what JSON holds; of a list, the shapes that occur in it.

    >>> shape({"a": [1, 2, None], "b": {"c": "x"}})
    {'a': ['NoneType', 'int'], 'b': {'c': 'str'}}
    """
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in sorted(value.items())}
    if isinstance(value, list):
        found = {json.dumps(shape(inner)) for inner in value}
        return [json.loads(text) for text in sorted(found)]
    return type(value).__name__
