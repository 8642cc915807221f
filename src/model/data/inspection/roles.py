"""What a column of the leads is taken for, by one table of rules, and why."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from leadscore.model.config import ColumnSettings, Role
from leadscore.model.data.inspection.profiles import Profile
from leadscore.model.scoring.language import Wording
from leadscore.model.vocabulary import vocabulary

_MOSTLY, _NEARLY_ALL = 0.8, 0.95
_MANY_LEVELS = 50
_CODES_FROM, _CODES_TO = 10, 60
_CHANCE = 3.0


@dataclass(frozen=True)
class Finding:
    """What one column is taken for.

    Attributes:
        column: Its name.
        role: A role of the configuration, or what else it is: id, created_at, target, ...
        why: The reason, as a sentence without a full stop.
        settings: How the column is configured; None where it is named elsewhere or not at all.
    """

    column: str
    role: str
    why: str
    settings: ColumnSettings | None = None


@dataclass(frozen=True)
class RoleRule:
    """One way to know a role; ``why`` is the key of its text in `[inspection]`."""

    role: Role
    applies: Callable[[Profile], bool]
    why: str


def role_of(profile: Profile, wording: Wording) -> Finding:
    """What a column of the leads is taken for: the first rule that applies."""
    rule = next(rule for rule in RULES if rule.applies(profile))
    settings = ColumnSettings(
        role=rule.role,
        decimal=profile.decimal if rule.role == "numeric" else ".",
        day_first=rule.role == "date" and profile.day_first,
    )
    return Finding(profile.name, rule.role, _why(rule, profile, wording), settings)


def _why(rule: RoleRule, profile: Profile, wording: Wording) -> str:
    percent = wording.formats.percent
    return wording.say(
        f"inspection.{rule.why}",
        levels=str(profile.levels),
        words=f"{profile.mean_words:.0f}",
        emails=percent(profile.email_share, 0),
        dates=percent(profile.date_share, 0),
        numbers=percent(profile.number_share, 0),
    )


def is_number(profile: Profile) -> bool:
    """Whether nearly all values are numbers, or most of many."""
    most = _NEARLY_ALL if profile.levels <= _MANY_LEVELS else _MOSTLY
    return profile.number_share >= most


def is_date(profile: Profile) -> bool:
    """Whether most values are dates."""
    return profile.filled > 0 and profile.date_share >= _MOSTLY


def _named_like_id(profile: Profile) -> bool:
    many = profile.levels > _MANY_LEVELS and profile.distinct_share > 0.5
    return many and vocabulary().columns.lead_id.has(profile.name)


def _counts_up(profile: Profile) -> bool:
    return profile.levels == profile.whole == profile.filled > _MANY_LEVELS and profile.counts_up >= 99


def _is_code(profile: Profile) -> bool:
    return profile.whole == profile.filled and vocabulary().columns.code.has(profile.name)


def _is_jagged_code(profile: Profile) -> bool:
    """Codes from 1 on, at most one left out, with counts that go up and down beyond chance; ordered bands do not."""
    if profile.whole < profile.filled or not _CODES_FROM <= profile.levels <= _CODES_TO:
        return False
    counts = {int(float(value)): count for value, count in profile.listed}
    if min(counts) != 1 or max(counts) > len(counts) + 1:
        return False
    steps = [
        after - before
        for before, after in pairwise(counts[code] for code in sorted(counts))
        if abs(after - before) > _CHANCE * (after + before) ** 0.5
    ]
    turns = sum((before > 0) != (after > 0) for before, after in pairwise(steps))
    return turns >= (len(counts) - 2) / 3


def _is_prose(profile: Profile) -> bool:
    return profile.mean_words >= 4 and profile.distinct_share > 0.2 and profile.levels > _MANY_LEVELS


RULES: tuple[RoleRule, ...] = (
    RoleRule("constant", lambda p: p.levels == 0, "never_filled"),
    RoleRule("constant", lambda p: p.levels == 1 and p.filled == p.rows, "one_value"),
    RoleRule(
        "email",
        lambda p: p.email_share >= _MOSTLY,
        "email",
    ),
    RoleRule("date", is_date, "dates"),
    RoleRule("id_like", _named_like_id, "named_like_id"),
    RoleRule("id_like", _counts_up, "counts_up"),
    RoleRule("category", _is_code, "codes_by_name"),
    RoleRule("category", lambda p: p.zeros_first > 0 and p.whole == p.filled, "zeros_first"),
    RoleRule("category", _is_jagged_code, "jagged_codes"),
    RoleRule("numeric", is_number, "numbers"),
    RoleRule("free_text", _is_prose, "prose"),
    RoleRule("category", lambda p: p.levels <= _MANY_LEVELS or p.distinct_share <= 0.5, "values"),
    RoleRule("free_text", lambda p: p.mean_words >= 2.5, "texts"),
    RoleRule("id_like", lambda p: True, "own_values"),
)
"""From the surest sign to the weakest; the last one always applies."""
