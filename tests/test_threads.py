"""Threads: what several ask for is done once; long work gives way with all it starts."""

import os
import sys
import time
from threading import get_native_id

import pytest

from mobility.threads import beneath, in_threads, once

linux = pytest.mark.skipif(sys.platform != "linux", reason="only there a thread can give way")


def priority(_: object = None) -> int:
    return os.getpriority(os.PRIO_PROCESS, get_native_id())


@linux
def test_what_is_done_beneath_gives_way_with_all_its_threads() -> None:
    usual = priority()
    assert beneath(lambda: in_threads(priority, [1, 2])) == [10, 10]
    assert (priority(), in_threads(priority, [1, 2])) == (usual, [usual, usual])


def test_what_fails_beneath_fails_above() -> None:
    with pytest.raises(ZeroDivisionError):
        beneath(lambda: 1 // 0)


def test_who_has_one_thread_works_in_it() -> None:
    here = get_native_id()
    assert in_threads(lambda _: get_native_id(), [1, 2, 3], threads=1) == [here] * 3


def test_what_four_ask_for_at_once_is_done_once_and_all_get_it() -> None:
    done: list[str] = []

    def work() -> list[str]:
        time.sleep(0.02)  # the others are there before it is done
        done.append("done")
        return done

    asked = once(work)
    found = in_threads(lambda _: asked(), range(4), threads=4)
    assert [one is done for one in found] == [True] * 4
    assert done == ["done"]
