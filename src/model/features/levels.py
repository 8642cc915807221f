"""Which values are frequent enough in training to be told apart."""

from collections.abc import Mapping

MAX_LEVELS = 250
"""Most values of one category; the rarer ones count as others."""

_MIN_LEADS = 10


def most_common(counts: Mapping[str, int], *, limit: int = MAX_LEVELS) -> list[str]:
    """The values that at least ten leads show, most frequent first, equally frequent ones by name."""
    enough = [(level, count) for level, count in counts.items() if count >= _MIN_LEADS]
    return [level for level, _ in sorted(enough, key=lambda item: (-item[1], item[0]))[:limit]]
