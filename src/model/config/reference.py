"""The reference of ``leadscore.toml`` as Markdown, made from the one declaration of its keys."""

from typing import Any

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from leadscore.model.config.settings import HEADINGS, SECTIONS, Section


def reference() -> str:
    """One table per section: key, default, meaning."""
    parts = ["# leadscore.toml", "", "Paths are relative to the file. An unknown key is refused with the nearest one."]
    for name, section in SECTIONS.items():
        parts += ["", f"## {HEADINGS.get(name, f'[{name}]')}", "", *_table(section)]
    return "\n".join(parts) + "\n"


def _table(section: type[Section]) -> list[str]:
    rows = [f"| `{key}` | {_default(field)} | {field.description} |" for key, field in section.model_fields.items()]
    return [(section.__doc__ or "").strip(), "", "| key | default | meaning |", "|---|---|---|", *rows]


def _default(field: FieldInfo) -> str:
    default: Any = field.default
    if default is PydanticUndefined:
        return "required"
    if default is None:
        return "none"
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    return f"`{list(default)}`" if isinstance(default, tuple) else f"`{default}`"


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201 - `make docs` writes it to docs/configuration.md
