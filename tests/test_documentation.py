"""The documentation is true: what there is stands in it, what is generated is up to date, links lead somewhere."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import execute
import generate
import pytest
from architecture import STEPS, architecture_figure
from starlette.routing import Route

from leadscore.model.config import SECTIONS
from leadscore.model.config.config import HEADINGS
from leadscore.model.config.writing import reference
from leadscore.model.scoring.reference import reference as scoring_reference
from leadscore.pipelines.__main__ import VERBS
from leadscore.serve.problems import KINDS
from leadscore.serve.settings import Settings

ROOT = Path(__file__).parent.parent
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
README_LINES = 130
ROUTES = [route.path for router in generate.ROUTERS for route in router.routes if isinstance(route, Route)]

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_MODULE = re.compile(r"`(leadscore(?:\.(?!toml)\w+)+)")
_PATH = re.compile(r"`((?:src|pipelines|docs|tests|notebooks|benchmarks)/[\w./-]*)`")
_BLOCK = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def test_the_readme_is_read_in_two_screens() -> None:
    assert len(text("README.md").splitlines()) <= README_LINES


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_documented(verb: str) -> None:
    part = text("docs/commands.md").split(f"## leadscore {verb}\n")[1].split("\n## ")[0]
    assert f"leadscore {verb}" in part
    assert "| `--" in part


@pytest.mark.parametrize("route", ROUTES)
def test_every_route_is_documented(route: str) -> None:
    assert f" {route}` |" in text("docs/service.md")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_of_the_service_is_documented(name: str) -> None:
    field = Settings.model_fields[name]
    assert field.description
    assert f"| `{generate.setting_name(name, field)}` | " in text("docs/service.md")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_problem_is_documented(kind: str) -> None:
    assert f"| `{kind}` | {KINDS[kind].status} | " in text("docs/service.md")


@pytest.mark.parametrize("name", SECTIONS)
def test_every_key_of_the_configuration_is_documented(name: str) -> None:
    part = text("docs/configuration.md").split(f"## {HEADINGS.get(name, f'[{name}]')}\n")[1].split("\n## ")[0]
    for key, field in SECTIONS[name].model_fields.items():
        assert field.description
        assert f"| `{key}` | " in part


def test_the_configuration_page_is_what_the_declaration_says() -> None:
    assert text("docs/configuration.md") == reference(), "run `make docs`"


def test_the_page_of_a_scoring_is_what_the_declaration_says() -> None:
    assert text("docs/scoring.md") == scoring_reference(), "run `make docs`"


@pytest.mark.parametrize("page", generate.PAGES)
def test_generated_parts_are_what_the_declarations_say(page: str) -> None:
    assert text(page) == generate.filled(text(page)), "run `make docs`"


def test_the_picture_of_the_architecture_is_up_to_date() -> None:
    assert text(generate.PICTURE) == architecture_figure() + "\n", "run `make docs`"


def sources_of(package: str) -> Iterator[Path]:
    """The files that a box of the picture names; parts after a comma lie beside the first."""
    first, *others = package.split(", ")
    folder = ROOT if first.startswith("pipelines") else ROOT / "src"
    yield folder / first
    yield from ((folder / first).parent / other for other in others)


def test_the_picture_names_packages_that_there_are() -> None:
    missing = [path for step in STEPS.values() for path in sources_of(step.package) if not path.exists()]
    assert missing == []


def test_every_page_stands_in_the_index() -> None:
    index = text("docs/README.md")
    pages = {Path(page).name for page in PAGES if page.startswith("docs/")} - {"README.md"}
    assert {page for page in pages if f"]({page})" not in index} == set()


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    for link in _LINK.findall(_BLOCK.sub("", text(page))):
        target, _, anchor = link.partition("#")
        if "://" in link:
            continue
        file = (ROOT / page).parent / target if target else ROOT / page
        assert file.exists(), link
        assert not anchor or anchor in anchors(file), link


@pytest.mark.parametrize("page", PAGES)
def test_every_module_that_a_page_names_is_there(page: str) -> None:
    for name in _MODULE.findall(text(page)):
        assert resolves(name), name


@pytest.mark.parametrize("page", [*PAGES, "data/README.md"])
def test_every_path_of_the_project_that_a_page_names_is_there(page: str) -> None:
    for path in _PATH.findall(text(page)):
        assert (ROOT / path).exists(), path


def resolves(name: str) -> bool:
    """Whether it is a module, or something in one."""
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        module, _, attribute = name.rpartition(".")
        return bool(module) and hasattr(importlib.import_module(module), attribute)
    return True


@pytest.fixture(scope="session")
def executed() -> Iterator[dict[str, str]]:
    """What the pages are after all their commands ran, and the picture that is drawn from the demo."""
    with execute.workspace() as opened:
        found = {page: opened.page(text(page)) for page in execute.PAGES}
        yield found | {execute.PICTURE: opened.picture()}


@pytest.mark.slow
@pytest.mark.parametrize("page", [*execute.PAGES, execute.PICTURE])
def test_what_a_page_shows_is_what_its_commands_print(executed: dict[str, str], page: str) -> None:
    assert executed[page] == text(page), "run `make docs`"


@pytest.mark.parametrize("page", PAGES)
def test_no_output_stands_where_nobody_executes_it(page: str) -> None:
    if "<!-- executed" in text(page):
        assert page in execute.PAGES


def test_placeholders_stand_for_what_differs_from_run_to_run() -> None:
    raw = f"{'0f' * 32} at 2026-01-02T03:04:05Z, d4ec9135-0cbf-4c3c-9d48-2f501cbde80d in 3.4 s, within 60 days"
    assert execute.with_placeholders(raw) == "<sha256> at 2026-01-02T03:04:05Z, <id> in <duration>, within 60 days"


def test_json_that_does_not_fit_on_a_line_is_laid_out_on_several() -> None:
    assert execute.laid_out({"a": [1, 0.12345678]}) == '{"a": [1, 0.123457]}'
    assert execute.laid_out({"a": "x" * 99, "b": [0.1, None]}).splitlines()[2] == '  "b": [0.1, null]'
