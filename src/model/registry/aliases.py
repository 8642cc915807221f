"""The names by which versions are asked for."""

from leadscore.model.errors import RegistryError

CHALLENGER, CHAMPION, PREVIOUS = "challenger", "champion", "previous"

_ABSENT = {
    CHALLENGER: ("There is no challenger", "make one with `leadscore train`"),
    CHAMPION: ("There is no champion yet", "run `leadscore promote`"),
    PREVIOUS: ("There is no previous champion to go back to", "it exists once a second model was promoted"),
}


def absent(alias: str, *, where: str) -> RegistryError:
    """What to tell whoever asked for an alias, or for the number of a version, that does not exist."""
    thing = f"version {alias}" if alias.isdecimal() else alias
    what, remedy = _ABSENT.get(alias, (f"There is no {thing}", "make a model with `leadscore train`"))
    return RegistryError(what, where=where, remedy=remedy)
