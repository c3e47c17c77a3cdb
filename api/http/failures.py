"""Failures: how often each address has tried with a token that does not hold."""

import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import NamedTuple

SPAN_S = 60.0
MOST_ADDRESSES = 10_000  # remembered: the one that was quiet for longest is forgotten first
HOME_BITS = 64  # of an IPv6 address: whoever has one of these has them all


class _Tried(NamedTuple):
    """How often since when."""

    since: float
    times: int


class Failures:
    """The failures of each address in the last minute."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Take how many are let through in a minute, and what time it is."""
        self._most, self._clock = most, clock
        self._tried: OrderedDict[str, _Tried] = OrderedDict()

    def count(self, address: str) -> float:
        """Count one more; return 0, or how many seconds the address must stay quiet now."""
        now, home = self._clock(), _home(address)
        tried = self._tried.pop(home, _Tried(now, 0))
        if now - tried.since >= SPAN_S:
            tried = _Tried(now, 0)
        tried = _Tried(tried.since, tried.times + 1)
        self._tried[home] = tried
        if len(self._tried) > MOST_ADDRESSES:
            self._tried.popitem(last=False)
        return tried.since + SPAN_S - now if tried.times > self._most else 0.0


def _home(address: str) -> str:
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((ip, HOME_BITS), strict=False)) if ip.version == 6 else address
