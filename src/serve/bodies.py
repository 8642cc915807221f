"""Request bodies: declared as JSON, no larger than allowed, and read as strict JSON."""

from typing import Any

from pydantic_core import from_json
from starlette.requests import Request

from leadscore.serve.problems import RefusedError

_WHERE = "the request body"


async def read_body(request: Request, limit_bytes: int) -> bytes:
    """The body, read no further than the limit.

    Raises:
        RefusedError: It is not declared as JSON, is compressed, or is larger than the limit.
    """
    _refuse_other_media(request)
    too_large = RefusedError("too-large", where=f"{_WHERE}, of which {limit_bytes:,} bytes are allowed")
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > limit_bytes:
        raise too_large
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit_bytes:
            raise too_large
    return bytes(body)


def parse(body: bytes) -> Any:
    """The JSON value of a body. NaN, infinities and nesting deeper than 200 are not JSON here.

    Raises:
        RefusedError: It is not JSON; the text of the body is not repeated.
    """
    try:
        return from_json(body, allow_inf_nan=False)
    except ValueError as error:
        place = str(error).rpartition(" at ")[2]
        raise RefusedError("not-json", where=f"{_WHERE}, {place}") from error


def _refuse_other_media(request: Request) -> None:
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    is_json = media == "application/json" or (media.startswith("application/") and media.endswith("+json"))
    if not is_json or request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise RefusedError("wrong-media-type", where="the request headers")
