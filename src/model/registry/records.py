"""Records that the registry takes and returns: runs, versions, pointers and the reasons of a promotion."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leadscore.model.errors import RegistryError
from leadscore.model.scoring.language import Message

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


@dataclass(frozen=True)
class Run:
    """What a training leaves behind beside its bundle.

    Attributes:
        name: What people call the run.
        params: Settings it ran with.
        metrics: Metrics of its evaluation.
        tags: Further facts, such as the fingerprint of the data.
        files: A folder whose contents are kept with the run: plots, the configuration.
    """

    name: str
    params: Mapping[str, object] = field(default_factory=dict)
    metrics: Mapping[str, float] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    files: Path | None = None


@dataclass(frozen=True)
class Published:
    """A new version of the model, aliased challenger.

    Attributes:
        version: Its number, as text.
        sha256: Hash of its bundle's manifest.
        run_id: The run that made it.
    """

    version: str
    sha256: str
    run_id: str


@dataclass(frozen=True)
class Pointer:
    """What an alias points to: a version, the hash its bundle must have, and the run that made it."""

    version: str
    sha256: str
    run_id: str = ""


@dataclass(frozen=True)
class Resolved:
    """A bundle on disk that an alias points to.

    Attributes:
        warning: Why it may not be the latest; None when the registry was asked just now.
    """

    version: str
    sha256: str
    folder: Path
    warning: Message | None = None


@dataclass(frozen=True)
class Grounds:
    """Why another version becomes the champion; kept with that version for good.

    Attributes:
        at: The moment it was decided.
        rule: What the rule said of it, as a sentence.
        forced: The rule spoke against it.
        why: What the person who asked for it said.
        comparison: The numbers of challenger and champion, as the card has them.
    """

    at: int
    rule: str = ""
    forced: bool = False
    why: str = ""
    comparison: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Move:
    """The champion's version before and after aliases were moved; None before the first champion."""

    before: str | None
    after: str
