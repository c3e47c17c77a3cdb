"""What takes long to make is made once, however many ask, and only the latest is kept."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from api.http.kept import Kept


def test_the_oldest_asked_for_goes_when_there_is_no_room() -> None:
    kept, made = Kept[str, str](2), list[str]()

    def make(name: str) -> str:
        made.append(name)
        return name.upper()

    assert [kept.of(name, partial(make, name)) for name in "abacab"] == [
        "A",
        "B",
        "A",
        "C",
        "A",
        "B",
    ]
    assert made == ["a", "b", "c", "b"]  # b went when c came, as a was asked for since


def test_of_many_who_ask_at_once_one_makes_it_and_others_do_not_wait_for_it() -> None:
    kept, made = Kept[str, str](4), list[str]()

    def make(name: str) -> str:
        time.sleep(0.05)
        made.append(name)
        return name.upper()

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda name: kept.of(name, partial(make, name)), "aabbaabb"))
    assert found == list("AABBAABB")
    assert sorted(made) == ["a", "b"]


def test_what_could_not_be_made_is_tried_again() -> None:
    kept = Kept[str, int](2)
    with pytest.raises(ZeroDivisionError):
        kept.of("a", lambda: 1 // 0)
    assert kept.of("a", lambda: 7) == 7


def test_what_is_bound_by_size_keeps_as_much_as_there_is_room_for() -> None:
    kept, made = Kept[str, str](5, len), list[str]()

    def make(name: str) -> str:
        made.append(name)
        return name

    for name in ("aa", "bb", "aa", "cc", "aa", "bb"):  # bb went when cc came, then cc for bb
        assert kept.of(name, partial(make, name)) == name
    assert made == ["aa", "bb", "cc", "bb"]
    assert kept.of("larger", partial(make, "larger")) == "larger"
    assert [kept.known(name) for name in ("aa", "bb", "cc", "larger")] == ["aa", "bb", None, None]
