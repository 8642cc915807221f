"""What every route needs: the model, the limits, the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from uuid import uuid4

from fastapi import Depends
from starlette.requests import Request

from leadscore.model.moments import of_datetime
from leadscore.serve.loading import ModelHolder
from leadscore.serve.settings import Settings


def server_clock() -> int:
    """The present moment; the service is an edge, so it may look."""
    return of_datetime(datetime.now(UTC))


@dataclass(frozen=True)
class Service:
    """The running service's parts.

    Attributes:
        now: The present moment; the default of ``as_of``.
        new_id: A fresh record id.
    """

    holder: ModelHolder
    settings: Settings
    now: Callable[[], int] = server_clock
    new_id: Callable[[], str] = lambda: str(uuid4())


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


ServiceOf = Annotated[Service, Depends(_service)]
"""The running service, as a route asks for it."""
