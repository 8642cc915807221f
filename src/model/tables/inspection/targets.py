"""Which column says how leads ended, and which of its values mean that they converted."""

from collections.abc import Mapping
from dataclasses import dataclass

from leadscore.model.errors import DataError
from leadscore.model.tables.inspection.lexicon import DISQUALIFIED_VALUES, TARGET, WON_VALUES
from leadscore.model.tables.inspection.profiles import Profile

_MOST_VALUES = 20
_MOST_POSITIVE = 0.6  # where more rows than this would have converted, the column means something else


@dataclass(frozen=True)
class Target:
    """A column with the outcome.

    Attributes:
        column: Its name.
        positive: The values that mean converted.
        share: Share of the rows that converted.
        why: The reason, as a sentence without a full stop.
    """

    column: str
    positive: tuple[str, ...]
    share: float
    why: str


def find_target(profiles: Mapping[str, Profile]) -> Target | None:
    """The column that by its name and its values says which leads converted; None where none does both."""
    for name in TARGET.ranked(profiles):
        positive = won_values(profiles[name])
        share = _share(profiles[name], positive)
        if 0 < share <= _MOST_POSITIVE:
            return Target(name, positive, share, f"its name and its values say so; {_told(positive, share)}")
    return None


def chosen_target(profile: Profile) -> Target:
    """The target that was named by hand, with the values that mean converted.

    Raises:
        DataError: Its values do not tell which of them mean converted.
    """
    positive, why = won_values(profile), "you named it"
    if not positive and profile.levels == 2:
        rarer, _ = profile.listed[-1]
        positive, why = (rarer,), "you named it; of its two values the rarer is taken for converted"
    if not positive:
        raise DataError(
            f"The values of the column `{profile.name}` do not say which of them mean converted",
            where=f"it has {profile.levels} different values",
            remedy="use a column of yes and no, 0 and 1, or won and lost",
        )
    share = _share(profile, positive)
    return Target(profile.name, positive, share, f"{why}; {_told(positive, share)}")


def won_values(profile: Profile) -> tuple[str, ...]:
    """The values of a column that mean converted."""
    if profile.levels > _MOST_VALUES:
        return ()
    won = tuple(value for value, _ in profile.listed if WON_VALUES.rank(_plain(value)) is not None)
    return won if len(won) < profile.levels or profile.filled < profile.rows else ()


def disqualified_values(profile: Profile) -> tuple[str, ...]:
    """The values of a column that mean that the lead was none."""
    return tuple(value for value, _ in profile.listed if DISQUALIFIED_VALUES.rank(value) is not None)


def _plain(value: str) -> str:
    return "1" if value in ("1.0", "1,0") else value


def _share(profile: Profile, values: tuple[str, ...]) -> float:
    return sum(count for value, count in profile.listed if value in values) / max(profile.rows, 1)


def _told(positive: tuple[str, ...], share: float) -> str:
    return f"{', '.join(positive)} means converted, {share:.1%} of the rows"
