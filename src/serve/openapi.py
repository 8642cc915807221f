"""The service's OpenAPI document, with the columns of the model that is loaded."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from leadscore.serve.answers import Problem
from leadscore.serve.problems import KINDS, MEDIA_TYPE

_SCHEMAS = "#/components/schemas/"
_UNKNOWN_MODEL = {name: {"type": "object"} for name in ("ScoreRequest", "BatchRequest")}

REFUSALS: dict[int | str, dict[str, Any]] = {
    kind.status: {"description": kind.title, "content": {MEDIA_TYPE: {"schema": {"$ref": f"{_SCHEMAS}Problem"}}}}
    for kind in KINDS.values()
}
"""What a route may answer instead, for its documentation."""


def takes(request: str) -> dict[str, Any]:
    """The part of a route's documentation that names its request."""
    schema = {"schema": {"$ref": f"{_SCHEMAS}{request}"}}
    return {"requestBody": {"required": True, "content": {"application/json": schema}}}


def openapi_of(app: FastAPI, request_schemas: dict[str, Any] | None) -> dict[str, Any]:
    """The document; without a model the requests are objects of unknown fields."""
    document: dict[str, Any] = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    _, problems = models_json_schema([(Problem, "serialization")], ref_template=_SCHEMAS + "{model}")
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas |= problems["$defs"] | (request_schemas or _UNKNOWN_MODEL)
    return document
