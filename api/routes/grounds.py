"""Grounds: the network or the result a request names, ready to be asked."""

from pathlib import Path
from typing import Annotated

from fastapi import Depends

from api.ground import Ground, Grounds
from api.problems import Refused, asked, field_error
from api.routes.call import AtDesk
from api.storage.records import Result


class GroundCall:
    """A request about the network or one of its results."""

    def __init__(self, call: AtDesk) -> None:
        """Take the request; the grounds stand in the state of the application."""
        self.call = call
        self.grounds: Grounds = call.request.app.state.grounds

    async def result(self, name: str | None, field: str = "query.result") -> Result | None:
        """Return a result whose folder stands, None where none is named."""
        if name is None:
            return None
        with asked(field, name):
            found = await self.call.stored(lambda: self.call.store.results.read(name))
        if not self.folder(found).is_dir():
            message = "the files of the result are lost; ask for the evaluation again"
            raise Refused(404, [field_error(field, name, message)])
        return found

    def folder(self, result: Result) -> Path:
        """Return where the files of a result are."""
        return self.call.files.result(result.folder)

    def ground(self, result: Result | None) -> Ground:
        """Return what is asked of; off the event loop, as a scenario is made again."""
        if result is None:
            return self.grounds.network
        with asked("query.result", result.id):
            return self.grounds.result(self.folder(result))


AtGround = Annotated[GroundCall, Depends()]
