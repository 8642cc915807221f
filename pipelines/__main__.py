"""The command line: every verb is one module beside this one, imported when it is run."""

import signal
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import typer
from rich.text import Text
from typer.core import TyperGroup
from typer.main import get_command

from leadscore.model.errors import LeadscoreError

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


VERBS = {
    "init": "Look at an export, say what every column is taken for, and write a configuration that works as it is.",
    "check": "Check the tables a configuration names: rows, rules, maturity, leaks and traps.",
    "train": "Learn from past leads, judge the model on later ones, and register it as challenger.",
    "report": "Write verdict, baselines, curves, leaks, maturity, drivers and slices of a model into one HTML file.",
    "promote": "Make the challenger the champion if it was found no worse; "
    "the champion so far comes back with `rollback`.",
    "rollback": "Bring the previous champion back.",
    "revise": "Give the champion the sentences, tags, gates and routes of today's configuration; "
    "its scores stay the same.",
    "score": "Score leads, the open ones by default, and write one row per lead with points and reasons.",
    "explain": "Print whether to call one lead, its chance, why, and what to ask and say; --full prints all behind it.",
    "serve": "Score leads over HTTP with the champion, until stopped.",
    "sample": "Write leads, events and outcomes of a made-up software company, and the true probability of every lead.",
    "demo": "Make a sample, look at it, check it, train, promote and score: the main job in one go.",
}
"""What each verb does, in the sentence that its own docstring begins with."""

app = typer.Typer(
    name="leadscore",
    cls=LazyVerbs,
    help="Learn from past leads which open ones will convert, how likely, and why.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for name, summary in VERBS.items():
    app.command(name, help=summary)(listed)


def main() -> None:
    """Run one verb; exit status 0 done, 1 refused with a reason, 2 wrong usage."""
    # a process that is told to end leaves no half-written file behind
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        app()
    except LeadscoreError as error:
        from leadscore.pipelines.console.terminal import console  # it knows the registry, which `--help` must not load

        console.print(Text.assemble(("Refused: ", "bold red"), str(error)), soft_wrap=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
