"""The legs behind a journey of the oracle: to see why it says so. Any that give the triple will do."""

from typing import NamedTuple

from oracle import Journey, Oracle
from oracle_feed import Run


class Leg(NamedTuple):
    """One trip of a journey; `stay_seated` where one came into it without leaving the seat."""

    trip: str
    start: str
    departure_s: int
    end: str
    arrival_s: int
    stay_seated: bool


def find_legs(
    oracle: Oracle, origin: str, destination: str, journey: Journey
) -> list[Leg] | None:
    """Return the rides of a journey by trying all that arrive in time, None if there are none."""
    day = oracle.day
    departure_s, arrival_s, rides = journey
    egress = day.egress(destination)
    layers = oracle.layers(destination)
