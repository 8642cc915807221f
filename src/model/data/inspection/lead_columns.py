"""What every column of the leads is taken for."""

from collections.abc import Iterator, Mapping

from leadscore.model.config import FEATURE_ROLES
from leadscore.model.data.inspection.profiles import Profile
from leadscore.model.data.inspection.roles import Finding, is_date, is_number, role_of
from leadscore.model.data.inspection.targets import Target
from leadscore.model.scoring.language import Wording
from leadscore.model.vocabulary import Lexicon, vocabulary

_UNIQUE, _NEARLY_ALWAYS = 0.9, 0.9
_OFTEN_DISTINCT = 0.2
_SHORTEST_PHONE = 6


OWN_FIELDS = frozenset({"lead_id", "created_at"})
"""Fields of leadscore's own in requests and score files: beside another id or date, a column of that name is none."""


def find_lead_columns(
    profiles: Mapping[str, Profile], wording: Wording, *, lead_id: Finding | None, target: Target | None
) -> list[Finding]:
    """One finding per column, in the order of the file.

    Args:
        profiles: The columns of the leads.
        wording: The language of the reasons.
        lead_id: The id, where it is known from another table.
        target: The column with the outcome, in a file that has one.
    """
    found: dict[str, Finding] = {}
    for finding in _special(profiles, wording, lead_id, target):
        found.setdefault(finding.column, finding)
    return [
        found.get(name) or _of_person(profile, wording) or _other(profile, wording)
        for name, profile in profiles.items()
    ]


def _other(profile: Profile, wording: Wording) -> Finding:
    """What a further column is taken for; one with the name of a field of ours would be taken for that field."""
    finding = role_of(profile, wording)
    if profile.name not in OWN_FIELDS or finding.settings is None:
        return finding
    ignored = finding.settings.model_copy(update={"ignore": True})
    return Finding(finding.column, finding.role, wording.say("inspection.own_field"), ignored)


def _special(
    profiles: Mapping[str, Profile], wording: Wording, lead_id: Finding | None, target: Target | None
) -> Iterator[Finding]:
    """The columns that are named in `[leads]`; where a column is found twice, the first finding holds."""
    if target is not None:
        yield Finding(target.column, "target", target.why)
    for finding in (lead_id or _id(profiles, wording), _created_at(profiles, wording)):
        if finding is not None:
            yield finding
    names = vocabulary().columns
    people = {"phone": names.phone, "name": names.name, "company": names.company, "owner": names.owner}
    for kind, lexicon in people.items():
        shown = _best(profiles, wording, lexicon, kind)
        if shown is not None:
            yield shown


def _id(profiles: Mapping[str, Profile], wording: Wording) -> Finding | None:
    for name in vocabulary().columns.lead_id.ranked(profiles):
        profile = profiles[name]
        if profile.distinct_share >= _UNIQUE and profile.filled >= _NEARLY_ALWAYS * profile.rows > 1:
            return Finding(name, "id", wording.say("inspection.named_like_id", levels=str(profile.levels)))
    return None


def _created_at(profiles: Mapping[str, Profile], wording: Wording) -> Finding | None:
    names = vocabulary().columns.created_at
    dates = {
        name: profile
        for name, profile in profiles.items()
        if is_date(profile) and profile.filled >= _NEARLY_ALWAYS * profile.rows and not names.excludes(name)
    }
    if not dates:
        return None
    named = names.ranked(dates)
    if named:
        share = wording.formats.percent(dates[named[0]].date_share, 0)
        return Finding(named[0], "created_at", wording.say("inspection.created_at", share=share))
    why = "only_date" if len(dates) == 1 else "first_always_date"
    return Finding(next(iter(dates)), "created_at", wording.say(f"inspection.{why}"))


def _best(profiles: Mapping[str, Profile], wording: Wording, lexicon: Lexicon, kind: str) -> Finding | None:
    """The surest column for people to read; what is shown to them is kept from the model."""
    for name in lexicon.ranked(profiles):
        settings = role_of(profiles[name], wording).settings
        if settings is not None and _PLAUSIBLE[kind](profiles[name]):
            hidden = settings.model_copy(update={"ignore": settings.role in FEATURE_ROLES})
            return Finding(name, kind, wording.say("inspection.people"), hidden)
    return None


def _of_person(profile: Profile, wording: Wording) -> Finding | None:
    """A further name of a person, or what the law protects a person for: kept from the model, and said so."""
    usual = role_of(profile, wording)
    why = "person" if _names_a_person(profile) else "protected" if _is_protected(profile) else None
    if why is None or usual.settings is None or usual.role not in FEATURE_ROLES:
        return None
    hidden = usual.settings.model_copy(update={"ignore": True})
    return Finding(profile.name, usual.role, wording.say(f"inspection.{why}"), hidden)


def _names_a_person(profile: Profile) -> bool:
    names = vocabulary().columns
    told = names.person.has(profile.name) or names.owner.has(profile.name)
    return (told and _is_text(profile)) or (names.name.has(profile.name) and _is_name(profile))


def _is_protected(profile: Profile) -> bool:
    return profile.levels > 1 and vocabulary().columns.protected.has(profile.name)


def _is_text(profile: Profile) -> bool:
    return profile.levels > 1 and not is_number(profile) and not is_date(profile)


def _is_name(profile: Profile) -> bool:
    return _is_text(profile) and profile.distinct_share > _OFTEN_DISTINCT


def _is_phone(profile: Profile) -> bool:
    return profile.mean_characters >= _SHORTEST_PHONE and profile.distinct_share > _OFTEN_DISTINCT


_PLAUSIBLE = {"name": _is_name, "company": _is_name, "phone": _is_phone, "owner": _is_text}
