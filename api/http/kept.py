"""Kept: the latest of what takes long to make, each made once however many ask at the same time."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """The latest values asked for, as many as there is room; any number of threads may ask."""

    def __init__(self, most: int, size: Callable[[Value], int] = lambda _: 1) -> None:
        """Take how many values are kept; or how large they may be together, by their ``size``.

        One larger than that is not kept at all.
        """
        self._most, self._size, self._used = most, size, 0
        self._values: OrderedDict[Key, tuple[Value, int]] = OrderedDict()  # and their sizes
        self._making: dict[Key, tuple[Lock, int]] = {}  # and how many threads are at it
        self._lock = Lock()

    def known(self, key: Key) -> Value | None:
        """Return the value if it is kept."""
        with self._lock:
            found = self._values.get(key)
        return None if found is None else found[0]

    def of(self, key: Key, make: Callable[[], Value]) -> Value:
        """Return the value kept, or make it; where that fails the next who asks tries again."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key][0]
            own, asking = self._making.get(key, (Lock(), 0))
            self._making[key] = own, asking + 1
        try:
            with own:
                return self._made(key, make)
        finally:
            self._leave(key)

    def _made(self, key: Key, make: Callable[[], Value]) -> Value:
        with self._lock:
            if key in self._values:
                return self._values[key][0]
        value = make()
        size = self._size(value)
        if size > self._most:
            return value
        with self._lock:
            self._values[key] = value, size
            self._used += size
            while self._used > self._most:
                _, (_, gone) = self._values.popitem(last=False)
                self._used -= gone
        return value

    def _leave(self, key: Key) -> None:
        with self._lock:
            own, asking = self._making.pop(key)
            if asking > 1:
                self._making[key] = own, asking - 1
