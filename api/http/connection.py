"""Connection: what uvicorn reads of one, within bounds it does not know itself.

Whoever sends the head of a request byte by byte, or one without end, holds neither the connection
nor the memory for long (the attack is called Slowloris).
"""

from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    from asyncio import TimerHandle

MOST_HEAD_BYTES = 128 * 1024  # twice what the guards let through, so they mostly can say why
HEAD_WITHIN_S = 15.0  # from the connection, or the first byte, to the end of the head
PIECE_WITHIN_S = 40.0  # from one piece of a body to the next: the guards give up a little before


class Connection(HttpToolsProtocol):
    """A connection that is closed when a request does not come to its end."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - as uvicorn has them
        """Take what uvicorn gives, and wait for the first head."""
        super().__init__(*arguments, **named)
        self._head_bytes = 0
        self._in_head = False
        self._timer: TimerHandle | None = None
        self._await(HEAD_WITHIN_S)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._await(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read; a head that goes on and on is refused."""
        super().data_received(data)
        if not self._in_head:
            return
        self._head_bytes += len(data)
        if self._head_bytes > MOST_HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("The head of the request is too long.")

    def on_message_begin(self) -> None:
        """Wait for the end of a head."""
        super().on_message_begin()
        self._head_bytes, self._in_head = 0, True
        self._await(HEAD_WITHIN_S)

    def on_headers_complete(self) -> None:
        """Wait for the body."""
        self._in_head = False
        self._await(PIECE_WITHIN_S)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Wait for more of it."""
        self._await(PIECE_WITHIN_S)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Wait no longer."""
        self._await(None)
        super().on_message_complete()

    def _await(self, seconds: float | None) -> None:
        """Close the connection after so long; None: wait as long as it takes."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if seconds is not None:
            self._timer = self.loop.call_later(seconds, self._give_up)

    def _give_up(self) -> None:
        if self.flow.read_paused:  # it is us who do not read
            self._await(PIECE_WITHIN_S)
        elif not self.transport.is_closing():
            self.transport.close()
