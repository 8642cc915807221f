"""Reads a ``leadscore.toml``; unknown keys, wrong types and contradictions are errors that name the remedy."""

import tomllib
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from leadscore.model.config.config import HEADINGS, SECTIONS, Config
from leadscore.model.config.contradictions import contradictions
from leadscore.model.errors import ConfigError, nearest

_RENAMED = {("learning", "replays"): "backtest_folds"}
"""Keys of earlier releases, by section and name, and what they are called now."""


def load_config(path: Path) -> Config:
    """Read and check a configuration file.

    Raises:
        ConfigError: The file is missing, is not TOML, or holds an unknown key, a value of the wrong type or a
            contradiction; unknown keys are answered with the nearest known one.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(
            "There is no configuration file", where=str(path), remedy="make one with `leadscore init FILE`"
        ) from error
    except OSError as error:
        raise ConfigError(
            "The configuration cannot be read", where=str(path), remedy="name a file that you may read"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"The configuration is not valid TOML: {error}", where=str(path), remedy="mend that line"
        ) from error
    return parse_config(raw, folder=path.resolve().parent, where=str(path))


def parse_config(raw: dict[str, object], *, folder: Path, where: str = "leadscore.toml") -> Config:
    """Check a configuration already read into plain values; ``folder`` is where relative paths start.

    Raises:
        ConfigError: As for ``load_config``.
    """
    try:
        config = Config.model_validate(_frozen(_upgraded(raw, where)))
    except ValidationError as error:
        raise _first_problem(error, raw, where) from error
    for what, remedy in contradictions(config):
        raise ConfigError(what, where=where, remedy=remedy)
    config._folder = folder
    return config


def _upgraded(raw: dict[str, object], where: str) -> dict[str, object]:
    """The raw configuration with renamed keys under their current names."""
    renamed = dict(raw)
    for (section, old), new in _RENAMED.items():
        keys = renamed.get(section)
        if isinstance(keys, dict) and old in keys:
            if new in keys:
                raise ConfigError(
                    f"`{section}.{old}` is the earlier name of `{section}.{new}`, and both are given",
                    where=where,
                    remedy=f"leave out `{old}`",
                )
            renamed[section] = {new if key == old else key: value for key, value in keys.items()}
    return renamed


def _frozen(value: object) -> object:
    """Lists as tuples; a date that TOML itself knows as one is as good as its text."""
    if isinstance(value, dict):
        return {key: _frozen(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return tuple(_frozen(inner) for inner in value)
    return value.isoformat() if isinstance(value, date | time) else value


def _first_problem(error: ValidationError, raw: Mapping[str, Any], where: str) -> ConfigError:
    problem = error.errors()[0]
    loc = [str(part) for part in problem["loc"]]
    # what follows tells items and alternatives of the value apart
    place = loc[: 3 if loc[0] in HEADINGS else 2]
    key = ".".join(place)
    match problem["type"]:
        case "extra_forbidden":
            known = _known_keys(place)
            remedy = nearest(place[-1], known, otherwise=f"known keys: {', '.join(known)}")
            return ConfigError(f"Unknown key `{key}` in the configuration", where=where, remedy=remedy)
        case "missing":
            return ConfigError(f"The key `{key}` is missing", where=where, remedy="add it")
        case "model_type" | "dict_type":
            return ConfigError(f"`{key}` is not a table", where=where, remedy=f"begin it with [{key}]")
        case "value_error" if isinstance(cause := problem["ctx"]["error"], ConfigError):
            what = f"{_rule(place, raw)} cannot be used: {cause.what}, at {cause.where}"
            return ConfigError(what, where=where, remedy=cause.remedy or "correct the expression")
        case _:
            told = problem["msg"].replace("tuple", "list").replace("Tuple", "List")  # TOML knows lists only
            return ConfigError(f"`{key}`: {told}", where=where, remedy="correct the value")


def _rule(place: list[str], raw: Mapping[str, Any]) -> str:
    """The name of the rule whose expression is at this place, for errors."""
    section, position = place[0], int(place[1])
    return (
        f'The gate "{raw[section][position]["name"]}"' if section == "gates" else f"`{section}` number {position + 1}"
    )


def _known_keys(place: list[str]) -> list[str]:
    return list((Config if len(place) == 1 else SECTIONS[place[0]]).model_fields)
