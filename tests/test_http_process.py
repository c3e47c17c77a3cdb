"""The real server: started as a command, asked over a socket, ended politely and in time."""

import http.client
import json
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from commands import refused
from job_bench import Bench, Start, over, running, wish
from server_process import Served, asking, served

from api.ending import Ending
from api.job_kinds import MatrixAsked, Spot, wish_for
from api.manifest import read_manifest
from api.storage.job_list import STOPPED
from api.storage.keys import network_key
from api.storage.records import Job
from api.storage.store import folder_beside, open_store

LONG = 100_000  # points a job of one part scans for seconds


@pytest.fixture
def network(valley: Path, tmp_path: Path) -> Iterator[Path]:
    """Return the network of the valley with a storage of this test."""
    folder = tmp_path / "net"
    folder.symlink_to(valley / "net")
    return folder


def test_a_server_answers_over_a_socket_and_ends_when_told(valley: Path) -> None:
    with served(valley / "net") as server:
        with asking(server) as ask:
            assert ask.get("/api/v1/stops?limit=2").json()["numberReturned"] == 2
            head = ask.head("/api/v1/stops")
            assert (head.status_code, head.content) == (200, b"")
            assert "server" not in head.headers
        assert server.end() == 0, server.log
        assert "GET /api/v1/stops 200" in server.log
        assert "interrupted" not in server.log
        assert "Traceback" not in server.log
