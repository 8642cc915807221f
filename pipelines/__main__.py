"""The command line: every verb is one module beside this one."""

import sys

import typer
from rich.text import Text

from leadscore.model.errors import LeadscoreError
from leadscore.pipelines.check import check
from leadscore.pipelines.console.terminal import console
from leadscore.pipelines.demo import demo
from leadscore.pipelines.explain import explain
from leadscore.pipelines.init import init
from leadscore.pipelines.promote import promote, rollback
from leadscore.pipelines.report import report
from leadscore.pipelines.revise import revise
from leadscore.pipelines.sample import sample
from leadscore.pipelines.score import score
from leadscore.pipelines.serve import serve
from leadscore.pipelines.train import train

VERBS = (init, check, train, report, promote, rollback, revise, score, explain, serve, sample, demo)

app = typer.Typer(
    name="leadscore",
    help="Learn from past leads which open ones will convert, how likely, and why.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for verb in VERBS:
    app.command()(verb)


def main() -> None:
    """Run one verb; exit status 0 done, 1 refused with a reason, 2 wrong usage."""
    try:
        app()
    except LeadscoreError as error:
        console.print(Text.assemble(("Refused: ", "bold red"), str(error)), soft_wrap=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
