"""Request bodies: declared as JSON, no larger and no slower than allowed, and read as strict JSON."""

import asyncio
import json
from collections import Counter
from typing import Any

from pydantic_core import from_json
from starlette.requests import Request

from leadscore.serve.fields import shown_name
from leadscore.serve.problems import FieldError, RefusedError

_WHERE = "the request body"
_REPEATED_SHOWN = 20
_CHARSETS = frozenset({"utf-8", "utf8", "us-ascii"})


async def read_body(request: Request, limit_bytes: int, *, within_s: float) -> bytes:
    """The body, read no further than the limit and for no longer than allowed.

    Raises:
        RefusedError: It is not declared as JSON in UTF-8, is compressed, is larger than the limit, or does not arrive.
    """
    _refuse_other_media(request)
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > limit_bytes:
        raise _too_large(limit_bytes)
    try:
        async with asyncio.timeout(within_s):
            return await _received(request, limit_bytes)
    except TimeoutError as error:
        raise RefusedError("too-slow", where=f"{_WHERE}, for which {within_s:g} seconds are allowed") from error


def parse(body: bytes) -> Any:
    """The JSON value of a body. NaN, infinities and nesting deeper than 200 are not JSON here.

    Raises:
        RefusedError: It is not JSON, or an object has two fields of one name; the body's values are not repeated.
    """
    try:
        value = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        place = str(error).rpartition(" at ")[2]
        raise RefusedError("not-json", where=f"{_WHERE}, {place}") from error
    # Only the standard library tells of repeated names. By now the text is known to be harmless JSON.
    json.loads(body, object_pairs_hook=_refuse_repeated, parse_int=str, parse_float=str)
    return value


async def _received(request: Request, limit_bytes: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit_bytes:
            raise _too_large(limit_bytes)
    return bytes(body)


def _too_large(limit_bytes: int) -> RefusedError:
    return RefusedError("too-large", where=f"{_WHERE}, of which {limit_bytes:,} bytes are allowed")


def _refuse_repeated(pairs: list[tuple[str, Any]]) -> None:
    if len(dict(pairs)) == len(pairs):
        return
    # readers differ in which of the two they take, so neither is safe
    counts = Counter(name for name, _ in pairs)
    repeated = [FieldError(shown_name(name), "is there more than once") for name, n in counts.items() if n > 1]
    raise RefusedError("invalid", where=_WHERE, errors=repeated[:_REPEATED_SHOWN])


def _refuse_other_media(request: Request) -> None:
    media, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    media = media.strip()
    is_json = media == "application/json" or (media.startswith("application/") and media.endswith("+json"))
    is_plain = request.headers.get("content-encoding", "identity").strip().lower() == "identity"
    if not (is_json and is_plain and _charset(parameters) in _CHARSETS):
        raise RefusedError("wrong-media-type", where="the request headers")


def _charset(parameters: str) -> str:
    given = dict(part.strip().partition("=")[::2] for part in parameters.split(";"))
    return given.get("charset", "utf-8").strip('"')
