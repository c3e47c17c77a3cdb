"""Grounds: the network or the result a request names, ready to be asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NamedTuple

from fastapi import Depends

from api.http.ground import Ground, Grounds
from api.http.problems import asked
from api.routes.call import AtDesk
from api.routes.result_found import gone, whole
from api.storage.records import Result


class Standing(NamedTuple):
    """A result and the folder it stands in."""

    result: Result
    folder: Path


class GroundCall:
    """A request about the network or one of its results."""

    def __init__(self, call: AtDesk) -> None:
        """Take the request; the grounds stand in the state of the application."""
        self.call = call
        self.grounds: Grounds = call.request.app.state.grounds

    async def result(self, name: str | None, field: str = "query.result") -> Standing | None:
        """Return a result whose folder stands, None where none is named."""
        if name is None:
            return None
        return Standing(*await self.call.stored(lambda: whole(self.call, name, field)))

    @contextmanager
    def ground(self, found: Standing | None) -> Iterator[Ground]:
        """Yield what is asked of; tell a result gone whose files go while they are read.

        To be used off the event loop, as a scenario is made again.
        """
        if found is None:
            yield self.grounds.network
            return
        try:
            with asked("query.result", found.result.id):
                ground = self.grounds.result(found.folder)
            yield ground
        except FileNotFoundError as error:
            raise gone(found.result.id, "query.result") from error


AtGround = Annotated[GroundCall, Depends()]
