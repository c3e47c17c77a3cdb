"""Threads: what several ask for at the same time is done once."""

import time

from mobility.threads import in_threads, once


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
