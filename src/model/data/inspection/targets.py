"""Which column of the leads says how they ended, and what its values mean."""

from collections.abc import Mapping
from dataclasses import dataclass

from leadscore.model.data.inspection.outcome_column import ranked_by_name
from leadscore.model.data.inspection.outcome_values import MOST_VALUES, ValueMeanings, meanings_of
from leadscore.model.data.inspection.profiles import Profile
from leadscore.model.data.inspection.roles import is_number
from leadscore.model.errors import DataError
from leadscore.model.scoring.language import Wording
from leadscore.model.vocabulary import vocabulary

_MOST_ASKED = 12
_MOST_POSITIVE = 0.6  # where more rows than this would have converted, a yes answers another question


@dataclass(frozen=True)
class Target:
    """A column with the outcome.

    Attributes:
        column: Its name.
        positive: The values that mean converted.
        share: Share of the rows that converted.
        why: The reason, as a sentence without a full stop.
        lost: The values that mean that a lead ended otherwise; a plain no is none of them.
        open: The values of leads that have not ended.
        unclear: The values that have to be asked about.
    """

    column: str
    positive: tuple[str, ...]
    share: float
    why: str
    lost: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


def find_target(profiles: Mapping[str, Profile], wording: Wording) -> Target | None:
    """The column that by its name and its values says which leads converted; None where none does both.

    Where several do, the one whose values are all understood, and that tells the open from the lost. Where none does,
    one that is called status or the like, to be asked about.
    """
    named = [name for name in ranked_by_name(profiles) if 1 < profiles[name].levels <= MOST_VALUES]
    telling = [name for name in named if _plausible(profiles[name])]
    if telling:
        return _target(profiles[min(telling, key=lambda name: _doubt(profiles[name]))], "target", wording)
    asked = next((name for name in named if _says_nothing(profiles[name])), None)
    return None if asked is None else _target(profiles[asked], "target_asked", wording)


def chosen_target(profile: Profile, wording: Wording) -> Target:
    """The target that was named by hand, with what its values mean as far as that is known.

    Raises:
        DataError: It has one value only, or too many to be those of an outcome.
    """
    if not 1 < profile.levels + (profile.filled < profile.rows) <= MOST_VALUES:
        raise DataError(
            f"The values of the column `{profile.name}` do not say which of them mean converted",
            where=f"it has {profile.levels} different values",
            remedy="use a column of yes and no, 0 and 1, or won and lost",
        )
    return _target(profile, "target_named", wording)


def _target(profile: Profile, why: str, wording: Wording) -> Target:
    found = meanings_of(profile)
    share = _share(profile, found.converted)
    values, rate = ", ".join(found.converted), wording.formats.percent(share)
    converted = wording.say("inspection.means_converted", values=values, share=rate) if found.converted else ""
    if not converted:
        why = "target_asked"
    reason = wording.say(f"inspection.{why}", converted=converted)
    return Target(
        profile.name, found.converted, share, reason, found.lost + found.disqualified, found.open, found.unclear
    )


def _plausible(profile: Profile) -> bool:
    found = meanings_of(profile)
    if not found.tells_apart and not (found.converted and (found.unclear or profile.filled < profile.rows)):
        return False
    share = _share(profile, found.converted)
    return share <= _MOST_POSITIVE or _in_stages(found)


def _in_stages(found: ValueMeanings) -> bool:
    return bool(found.lost or found.open) and not found.unclear


def _doubt(profile: Profile) -> tuple[bool, int]:
    """Values that are not understood, and how many of lost and open a column leaves untold."""
    found = meanings_of(profile)
    return bool(found.unclear), (not found.lost) + (not found.open)


def _says_nothing(profile: Profile) -> bool:
    """Whether a column is called status or the like as a whole, and none of its few texts is known to mean won."""
    names = vocabulary().columns
    whole = any(
        (rank := lexicon.rank(profile.name)) is not None and rank < sum(map(len, lexicon.names))
        for lexicon in (names.target, names.outcome)
    )
    found = meanings_of(profile)
    asked = bool(found.unclear) and not found.converted
    return whole and asked and profile.levels <= _MOST_ASKED and not is_number(profile)


def _share(profile: Profile, values: tuple[str, ...]) -> float:
    return sum(count for value, count in profile.listed if value in values) / max(profile.rows, 1)
