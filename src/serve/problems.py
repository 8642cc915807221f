"""Every error of the service as ``application/problem+json`` (RFC 9457): what is wrong, where, what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from leadscore.model.errors import BundleError, DataError, LeadscoreError, RegistryError

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """One kind of problem.

    Attributes:
        status: HTTP status.
        title: What is wrong.
        remedy: What to do about it.
    """

    status: int
    title: str
    remedy: str


KINDS = {
    "not-json": Kind(400, "The request body is not JSON", "send one JSON object, without NaN or Infinity"),
    "no-such-route": Kind(404, "There is nothing at this address", "/openapi.json lists what there is"),
    "wrong-method": Kind(405, "This address does not take that method", "the Allow header names those it takes"),
    "too-slow": Kind(408, "The request body did not arrive in time", "send it again, in one go"),
    "too-large": Kind(413, "The request body is too large", "send less text, or fewer leads at once"),
    "too-many-leads": Kind(422, "There are too many leads in one request", "send them in several requests"),
    "wrong-media-type": Kind(
        415,
        "The request body is not declared as JSON",
        "set Content-Type: application/json, in UTF-8, without compression",
    ),
    "invalid": Kind(422, "The request does not fit the contract", "correct the fields that `errors` names"),
    "refused": Kind(400, "The request cannot be answered", "compare it with /openapi.json"),
    "internal": Kind(500, "The service failed", "try again; the service's log holds the cause"),
    "no-model": Kind(
        503, "No model is loaded", "run `leadscore train` and `leadscore promote`; the service's log holds the cause"
    ),
}
"""Every kind of problem the service answers with."""

_OF_ERROR: tuple[tuple[type[LeadscoreError], str], ...] = (
    (RegistryError, "no-model"),
    (BundleError, "no-model"),
    (DataError, "invalid"),
    (LeadscoreError, "internal"),
)
_OF_STATUS = {404: "no-such-route", 405: "wrong-method"}


@dataclass(frozen=True)
class FieldError:
    """One field that does not fit: its path, and what it should be; never the value found there."""

    field: str
    problem: str


class RefusedError(LeadscoreError, ValueError):
    """A request that is answered with a problem."""

    def __init__(self, kind: str, *, where: str, errors: Sequence[FieldError] = ()) -> None:
        super().__init__(KINDS[kind].title, where=where, remedy=KINDS[kind].remedy)
        self.kind, self.errors = kind, tuple(errors)


def problem(kind: str, where: str, errors: Sequence[FieldError] = ()) -> dict[str, Any]:
    """The body of a problem."""
    known = KINDS[kind]
    body: dict[str, Any] = {
        "type": f"urn:leadscore:problem:{kind}",
        "title": known.title,
        "status": known.status,
        "detail": f"Where: {where}. What to do: {known.remedy}.",
    }
    return body | ({"errors": [dict(error.__dict__) for error in errors]} if errors else {})


def problem_of(error: LeadscoreError) -> dict[str, Any]:
    """The body that answers an error; only a refused request's own text is shown to the caller."""
    if isinstance(error, RefusedError):
        return problem(error.kind, error.where, error.errors)
    kind = next(kind for known, kind in _OF_ERROR if isinstance(error, known))
    return problem(kind, "the service" if KINDS[kind].status >= 500 else "the request")


def response_of(body: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    """The answer with a problem as its body."""
    return JSONResponse(body, status_code=body["status"], headers=headers, media_type=MEDIA_TYPE)


def answer_errors_with_problems(app: FastAPI) -> None:
    """Register the handlers; what they do not know is caught by ``observing``."""
    app.add_exception_handler(LeadscoreError, _refuse)
    app.add_exception_handler(HTTPException, _refuse_http)


def _refuse(request: Request, error: Exception) -> Response:
    if not isinstance(error, LeadscoreError):
        raise error
    return response_of(problem_of(error))


def _refuse_http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    body = problem(_OF_STATUS.get(error.status_code, "refused"), "the request line")
    return response_of(body | {"status": error.status_code}, dict(error.headers or {}))
