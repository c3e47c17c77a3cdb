"""Kept: the latest of what takes long to make, each made once however many ask at the same time."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """So many values, the latest asked for; any number of threads may ask."""

    def __init__(self, most: int) -> None:
        """Take how many values are kept."""
        self._most = most
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._making: dict[Key, tuple[Lock, int]] = {}  # and how many threads are at it
        self._lock = Lock()

    def known(self, key: Key) -> Value | None:
        """Return the value if it is kept."""
        with self._lock:
            return self._values.get(key)

    def of(self, key: Key, make: Callable[[], Value]) -> Value:
        """Return the value kept, or make it; where that fails the next who asks tries again."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
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
                return self._values[key]
        value = make()
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value

    def _leave(self, key: Key) -> None:
        with self._lock:
            own, asking = self._making.pop(key)
            if asking > 1:
                self._making[key] = own, asking - 1
