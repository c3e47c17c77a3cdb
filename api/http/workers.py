"""Workers: several processes that answer on one socket; one that dies is started again.

Uvicorn's own supervisor does not fit: a second signal ends nothing, its workers outlive it where it
is killed, it starts one that dies at once again and again without a pause, and one that cannot
start says why only in a traceback.
"""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path
from socket import socket
from types import FrameType

from api.http.settings import Settings, SettingsError

log = logging.getLogger(__name__)

POLL_S = 0.2  # a signal is heeded so late
LONGEST_S = 2 * POLL_S  # counted of one wait: what took longer was a freeze of this process, too
AGAIN_S = 2.0  # from one start of a worker to the next: what kills it may stay for a while
OVER_S = 2.0  # after its time a worker that has not ended by itself is killed
KILLED = 128  # what a shell adds to the signal a process has ended by
COMMAND = (sys.executable, "-P", "-m", "api.http.worker")  # -P: not what lies where we were started


@dataclass(eq=False)
class _Worker:
    """A process, and what it has said so far."""

    process: subprocess.Popen[bytes]
    pipe: Connection  # closed when this process ends, however it does: then the worker ends, too
    began_s: float = field(default_factory=time.monotonic)
    said: str | None = None  # "": it answers
    silent_s: float = 0.0  # that this process has listened for in vain
    killed: bool = False  # by this process

    def hear(self, listened_s: float) -> None:
        """Take what it has said since; so long was it listened to."""
        self.silent_s += listened_s
        try:
            while self.pipe.poll():
                self.said, self.silent_s = self.pipe.recv(), 0.0
        except (EOFError, OSError):
            return

    @property
    def over(self) -> bool:
        """Whether the process has ended."""
        return self.process.poll() is not None

    @property
    def how(self) -> str:
        """How it ended, in words."""
        code = self.process.poll() or 0
        return self.said or (f"signal {-code}" if code < 0 else f"code {code}")


@dataclass(eq=False)
class Workers:
    """The processes of a server; ``run`` returns once they are told to end and have ended."""

    network: Path
    settings: Settings
    listening: socket
    _all: list[_Worker] = field(default_factory=list)
    _signals: list[int] = field(default_factory=list)
    _answered: bool = False  # any of them, ever

    def run(self, started: Callable[[], object]) -> None:
        """Keep the processes running; say so once the first answers."""
        for sig in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sig, self._take)
        try:
            self._all = [self._new() for _one in range(self.settings.workers)]
            while not self._signals:
                self._hear(started, self._wait())
                self._end_silent()
                self._replace()
        finally:
            self.listening.close()  # or the system would go on taking connections
            self._end()

    def _new(self) -> _Worker:
        here, there = Pipe()
        handed = (there.fileno(), self.listening.fileno())
        process = subprocess.Popen(  # noqa: S603 - ourselves
            [*COMMAND, *map(str, handed)],
            pass_fds=handed,
            process_group=0,  # Ctrl-C is for this process; it tells the others
        )
        there.close()
        with suppress(OSError):  # it has ended already: that is seen next
            here.send((self.network, self.settings))
        return _Worker(process, here)

    def _wait(self) -> float:
        """Wait until one says something or ends, a moment at most; return how long.

        Where all were held (a machine asleep, a stopped container) hardly any of it counts: nobody
        could be heard.
        """
        began_s = time.monotonic()
        living = [one for one in self._all if not one.over]
        if len(living) < len(self._all):
            time.sleep(POLL_S)
        else:
            wait([one.pipe for one in living], POLL_S)
        return min(time.monotonic() - began_s, LONGEST_S)

    def _hear(self, started: Callable[[], object], listened_s: float) -> None:
        for one in self._all:
            one.hear(listened_s)
        if not self._answered and any(one.said == "" for one in self._all):
            self._answered = True
            started()

    def _end_silent(self) -> None:
        """Kill what has answered and does not any more: it would take requests for ever."""
        for one in self._all:
            silent = one.said == "" and one.silent_s > self.settings.silent_within_s
            if silent and not one.killed and not one.over:
                log.error("process %s: silent for %.0f s; killed", one.process.pid, one.silent_s)
                one.process.kill()
                one.killed = True

    def _replace(self) -> None:
        """Start another for each that has ended; refuse to go on where none ever answered."""
        for row, one in enumerate(self._all):
            if not one.over or self._signals:
                continue
            one.hear(0.0)
            if not self._answered:
                raise SettingsError(one.said or f"a process ended while it started ({one.how})")
            if time.monotonic() - one.began_s < AGAIN_S:
                continue
            log.error("process %s ended (%s); another is started", one.process.pid, one.how)
            one.began_s = time.monotonic()
            try:
                self._all[row] = self._new()
            except OSError as error:
                log.error("no process could be started: %s", error)  # noqa: TRY400 - says it all
            else:
                one.pipe.close()

    def _end(self) -> None:
        """Let all end in their time."""
        for one in self._all:
            one.process.terminate()
        until = time.monotonic() + self.settings.stop_within_s + OVER_S
        for one in self._all:
            with suppress(subprocess.TimeoutExpired):
                one.process.wait(max(0.0, until - time.monotonic()))
            one.process.kill()
            one.process.wait()
            one.pipe.close()

    def _take(self, sig: int, frame: FrameType | None) -> None:
        """Take a signal to end; the second ends all at once."""
        del frame
        if self._signals:
            for one in self._all:
                one.process.kill()
            os._exit(KILLED + sig)
        self._signals.append(sig)
