"""Commands that are listed without being imported, so that help and a light verb need not wait for heavy ones."""

from importlib import import_module
from typing import TYPE_CHECKING

import typer
from typer.core import TyperGroup
from typer.main import get_command

if TYPE_CHECKING:
    from typer._click.core import Command, Context


def listed() -> None:
    """Stands for a verb wherever all of them are listed."""


class LazyVerbs(TyperGroup):
    """A group that imports the module of the one command that is run; module, function and command have one name."""

    def resolve_command(self, ctx: "Context", args: list[str]) -> "tuple[str | None, Command | None, list[str]]":
        """Find the command that the arguments name, with its own options."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, command if name is None else _imported(name), rest


def _imported(name: str) -> "Command":
    verb = getattr(import_module(f"leadscore.pipelines.{name}"), name)
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    alone.command(name)(verb)
    return get_command(alone)
