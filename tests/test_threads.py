"""Long work gives way: its threads, and those they start, work where others leave a core."""

import os
import sys
from threading import get_native_id

import pytest

from mobility.threads import beneath, in_threads

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there a thread can give way")


def priority(_: object = None) -> int:
    return os.getpriority(os.PRIO_PROCESS, get_native_id())


def test_what_is_done_beneath_gives_way_with_all_its_threads() -> None:
    usual = priority()
    assert beneath(lambda: in_threads(priority, [1, 2])) == [10, 10]
    assert (priority(), in_threads(priority, [1, 2])) == (usual, [usual, usual])


def test_what_fails_beneath_fails_above() -> None:
    with pytest.raises(ZeroDivisionError):
        beneath(lambda: 1 // 0)
