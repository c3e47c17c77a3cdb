"""A bare server: the most uvicorn can do, one answer of so many bytes and nothing else.

As a program, ``bare.py BYTES`` tells its address and answers until it is ended.
"""

import socket
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn

WAITING = 2048  # connections the system holds, as the service has it


def main() -> None:
    """Answer every request with the same bytes."""
    body = bytes(int(sys.argv[1]))
    headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(body)).encode())]

    async def app(
        scope: dict[str, Any], _receive: object, send: Callable[[dict[str, Any]], Awaitable[None]]
    ) -> None:
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": body})

    listening = socket.create_server(("127.0.0.1", 0), backlog=WAITING)
    print(f"http://127.0.0.1:{listening.getsockname()[1]}/", flush=True)
    config = uvicorn.Config(app, access_log=False, log_config=None, lifespan="off")
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
