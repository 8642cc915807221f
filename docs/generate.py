"""Fill the generated parts of the pages, and draw the architecture: ``python docs/generate.py``.

A part stands between ``<!-- generated: NAME -->`` and ``<!-- /generated -->``; what it says comes from the declaration
that the program itself uses.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import typer.main
from architecture import architecture_figure
from calls import Calls
from pydantic.fields import FieldInfo
from starlette.routing import Route
from walks import WALKS, files_of

from leadscore.model.data.tables.checking import RULES
from leadscore.model.scoring.language import english
from leadscore.pipelines.__main__ import VERBS, app
from leadscore.serve.problems import KINDS
from leadscore.serve.routes import score, status
from leadscore.serve.settings import Settings

ROOT = Path(__file__).parent.parent
PAGES = ("docs/architecture.md", "docs/commands.md", "docs/files.md", "docs/service.md")
PICTURE = "docs/architecture.svg"
ROUTERS = (score.router, status.model_router, status.health_router)

_PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- /generated -->)", re.DOTALL)


def filled(page: str) -> str:
    """The page with its generated parts as they are today."""
    return _PART.sub(lambda part: part[1] + "\n".join(_PARTS[part[2]]()) + "\n" + part[3], page)


def setting_name(name: str, field: FieldInfo) -> str:
    """The environment variable of one setting of the service."""
    return str(field.validation_alias or f"{Settings.model_config['env_prefix']}{name.upper()}")


def _settings() -> Iterator[str]:
    rows = (
        (f"`{setting_name(name, field)}`", _default(field.default), field.description or "")
        for name, field in Settings.model_fields.items()
    )
    return _table(("variable", "default", "meaning"), rows)


def _problems() -> Iterator[str]:
    rows = ((f"`{name}`", str(kind.status), kind.title, kind.remedy) for name, kind in KINDS.items())
    return _table(("kind", "status", "what is wrong", "what to do"), rows)


def _routes() -> Iterator[str]:
    rows = (
        (f"`{method} {route.path}`", _first_line(route.endpoint.__doc__))
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, Route)
        for method in sorted(route.methods or ())
        if method != "HEAD"
    )
    return _table(("route", "what it does"), rows)


def _verbs() -> Iterator[str]:
    group = typer.main.get_group(app)
    for verb in VERBS:
        context = group.make_context("leadscore", [verb], resilient_parsing=True)
        _, command, _ = group.resolve_command(context, [verb])
        if command is None:
            raise RuntimeError(f"{verb} is listed, but there is no such command")
        arguments = [str(param.name).upper() for param in command.params if param.param_type_name == "argument"]
        usage = " ".join(["leadscore", verb, *arguments, "[OPTIONS]"])
        yield from (f"## leadscore {verb}", "", _first_line(command.help), "", f"    {usage}", "")
        rows = (
            (
                f"`{str(param.name).upper() if param.param_type_name == 'argument' else param.opts[0]}`",
                "required" if param.required else _default(param.default),
                str(getattr(param, "help", None) or ""),
            )
            for param in command.params
        )
        yield from _table(("argument or option", "default", "meaning"), rows)
        yield ""


def _refusals() -> Iterator[str]:
    say = english().say
    rows = ((f"`{name}`", say(f"rules.{name}"), say(f"rules.{name}_remedy")) for name in RULES)
    return _table(("rule", "what was found", "to mend"), rows)


def _walks() -> Iterator[str]:
    calls = Calls.of(ROOT)
    opened = ((walk.thing, files_of(walk, calls)) for walk in WALKS)
    rows = ((thing, str(len(files)), ", ".join(f"`{file}`" for file in files)) for thing, files in opened)
    return _table(("to follow", "files", "which"), rows)


_PARTS: dict[str, Callable[[], Iterator[str]]] = {
    "settings": _settings,
    "problems": _problems,
    "routes": _routes,
    "verbs": _verbs,
    "refusals": _refusals,
    "walks": _walks,
}


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def _default(value: object) -> str:
    return "none" if value is None else f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _first_line(text: str | None) -> str:
    return " ".join((text or "").split("\n\n")[0].split())


def main() -> None:
    """Write every page that has generated parts, and the picture."""
    for page in (ROOT / name for name in PAGES):
        page.write_text(filled(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    (ROOT / PICTURE).write_text(architecture_figure() + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
