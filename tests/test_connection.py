"""A connection is let go of when what is asked on it never comes to its end."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
import uvicorn
from starlette.responses import PlainTextResponse

from api.http import connection
from api.http.connection import Connection


@contextmanager
def listening() -> Iterator[int]:
    """Yield the port of a server that says ok to all."""
    config = uvicorn.Config(
        PlainTextResponse("ok"), port=0, log_config=None, http=Connection, lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


def said(line: socket.socket) -> bytes:
    """Return what comes until the other side hangs up."""
    told = b""
    try:
        while part := line.recv(65536):
            told += part
    except ConnectionResetError:  # what we sent was not read to its end
        pass
    return told


def test_whoever_sends_letter_by_letter_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "HEAD_WITHIN_S", 0.5)
    monkeypatch.setattr(connection, "PIECE_WITHIN_S", 0.5)
    half = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc"
    with listening() as port:
        for begun in (b"", b"GET / HTTP/1.1\r\nHost: a", half):
            with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
                line.sendall(begun)
                started = time.monotonic()
                said(line)
                assert time.monotonic() - started < 5
        with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
            for _ in range(3):  # a patient client asks again on the same line
                line.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                assert line.recv(1000).startswith(b"HTTP/1.1 200")
                time.sleep(0.4)


def test_a_head_without_end_is_hung_up_on() -> None:
    with listening() as port, socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(b"GET / HTTP/1.1\r\nX: ")
        try:
            for _ in range(400):
                line.sendall(b"a" * 1000)
                time.sleep(0.0005)
        except (BrokenPipeError, ConnectionResetError):
            return
        told = said(line)
        assert told == b"" or told.startswith(b"HTTP/1.1 400")
