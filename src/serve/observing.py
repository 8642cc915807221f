"""Logs one line per request, without personal data, and answers unexpected errors with a problem."""

import time
import traceback
from pathlib import Path

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from leadscore.serve.problems import problem, response_of

_CLIENT_GONE = 499

log = structlog.get_logger()


class Observing:
    """ASGI middleware: logs method, route, status and duration; turns any other exception into a 500 problem."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        watch = _Watch(send)
        started_s = time.perf_counter()
        try:
            await self._app(scope, receive, watch.send)
        except ClientDisconnect:
            watch.status = _CLIENT_GONE
        except Exception as error:
            # the message is not logged, nor are local variables: both may hold a lead's values
            log.error("failed", error=type(error).__name__, trace=_places(error))  # noqa: TRY400
            if not watch.status:
                await response_of(problem("internal", "the service"))(scope, receive, watch.send)
        route = getattr(scope.get("route"), "path", "none")
        duration_ms = round(1_000 * (time.perf_counter() - started_s), 1)
        log.info("request", method=scope["method"], route=route, status=watch.status, duration_ms=duration_ms)


class _Watch:
    """Passes messages on and remembers the status."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        await self._send(message)


def _places(error: Exception) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
