"""Which column of a table says how leads ended: by its name and its values, or by its values alone; or who to ask."""

from collections.abc import Mapping
from dataclasses import fields

from leadscore.model.data.inspection.outcome_values import MOST_VALUES, meanings_of
from leadscore.model.data.inspection.profiles import Profile
from leadscore.model.data.inspection.roles import Finding, is_date, is_number
from leadscore.model.scoring.language import Wording
from leadscore.model.vocabulary import ColumnNames, Lexicon, vocabulary

_FEWEST, _MOST_UNNAMED = 2, 12
_OUTCOMES = ("target", "outcome")


def outcome_names() -> tuple[Lexicon, Lexicon]:
    """The names of an outcome, and after them those of a target: some exports call the column of outcomes so."""
    names = vocabulary().columns
    return names.outcome, names.target


def find_outcome_column(profiles: Mapping[str, Profile], wording: Wording) -> Finding | None:
    """The column of a table of outcomes that says how each lead ended, the surest sign first.

    Known is a column whose name and values say so, or whose values do; asked about is one whose name alone says so,
    and one of few values, always filled, whose name says nothing that is known. None where every row is a win.
    """
    candidates = {name: p for name, p in profiles.items() if 0 < p.levels <= MOST_VALUES and not is_date(p)}
    named = ranked_by_name(candidates)
    telling = [name for name in named if meanings_of(candidates[name]).tells_apart]
    if telling:
        fewest = min(telling, key=lambda name: len(meanings_of(candidates[name]).unclear))
        return Finding(fewest, "outcome", wording.say("inspection.name_and_values"))
    by_values = next((name for name, p in candidates.items() if _tells_by_words(p)), None)
    if by_values is not None:
        return Finding(by_values, "outcome", wording.say("inspection.by_values"))
    only_won = next((name for name in named if meanings_of(candidates[name]).converted), None)
    asked = [name for name in named if candidates[name].levels >= _FEWEST]
    asked += [name for name, profile in candidates.items() if _may_say_it(profile)]
    if asked:
        return Finding(asked[0], "outcome", wording.say("inspection.asked"))
    return None if only_won is None else Finding(only_won, "outcome", wording.say("inspection.name_and_values"))


def ranked_by_name(profiles: Mapping[str, Profile]) -> list[str]:
    """The columns that are named like an outcome, the surest first."""
    return list(dict.fromkeys(name for lexicon in outcome_names() for name in lexicon.ranked(profiles)))


def _tells_by_words(profile: Profile) -> bool:
    """Whether the values say won and lost in words; yes and no may answer any question."""
    meanings = meanings_of(profile)
    return bool(meanings.converted) and bool(meanings.lost or meanings.disqualified) and not meanings.unclear


def _may_say_it(profile: Profile) -> bool:
    """Whether a column of few texts, filled in every row, has a name of which nothing is known."""
    few = _FEWEST <= profile.levels <= _MOST_UNNAMED and profile.filled == profile.rows and not is_number(profile)
    names = vocabulary().columns
    known = (getattr(names, field.name) for field in fields(ColumnNames) if field.name not in _OUTCOMES)
    return few and not any(lexicon.has(profile.name) for lexicon in known)
