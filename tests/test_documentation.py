"""The documentation is true: every key, verb and route is in it, and the generated pages are up to date."""

from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from leadscore.model.config import SECTIONS
from leadscore.model.config.writing import reference
from leadscore.pipelines.__main__ import VERBS
from leadscore.serve.routes import score, status

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_configuration_page_is_what_the_declaration_says() -> None:
    assert (ROOT / "docs/configuration.md").read_text(encoding="utf-8") == reference(), "run `make docs`"


@pytest.mark.parametrize("section", SECTIONS.values(), ids=SECTIONS.keys())
def test_every_key_says_what_it_means(section: type) -> None:
    for field in section.model_fields.values():  # type: ignore[attr-defined]
        assert field.description


@pytest.mark.parametrize("verb", VERBS)
def test_the_readme_names_every_verb(verb: str) -> None:
    assert f"leadscore {verb}" in README


ROUTES = [*score.router.routes, *status.health_router.routes, *status.model_router.routes]


@pytest.mark.parametrize("route", [route.path for route in ROUTES if isinstance(route, APIRoute)])
def test_the_readme_names_every_route(route: str) -> None:
    assert route in README
