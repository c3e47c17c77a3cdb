"""Levels A to F of connections between centres: beeline speed, detour, ratio of times.

Stufen der Angebotsqualität after RIN 2008, with the curves of a profile file. They say something
of a connection between two Zentren, never of a single stop or Ortsteil.
"""

from typing import Annotated, Literal, TypeAlias

import numpy as np
from pydantic import Field

from accessibility.hours import Hours
from accessibility.standards import Assumable, Minutes, Standard
from gtfs.timetable import Bools, Floats, Strings

LETTERS = np.array(list("ABCDEF"))  # F: beyond the last limit, or no connection at all

Level: TypeAlias = Literal["grundzentrum", "mittelzentrum", "oberzentrum"]


Five: TypeAlias = tuple[float, float, float, float, float]  # A to E


class SpeedCurves(Assumable):
    """``v(d) = 1 / (a d^b + c)`` km/h, the least beeline speed of A to E over d km."""

    a: Five
    b: float
    c: Five
    source: Annotated[str, Field(min_length=1)]


class DetourCurves(Assumable):
    """``10^(a + b lg d) / d``, the largest detour factor of A to E over d km."""

    a: Five
    b: Five
    source: Annotated[str, Field(min_length=1)]


class RatioLimits(Assumable):
    """The ratio of times that A to E stay below."""

    below: Five


class Relation(Assumable):
    """Target values of one relation, in minutes from door to door."""

    oev_minutes: Annotated[int, Field(gt=0)]
    car_minutes: Annotated[int, Field(gt=0)]


class Neighbours(Assumable):
    """The relations whose target values hold between neighbours alone."""

    only: tuple[Level, ...]


class SaqProfile(Standard):
    """Connections between centres: levels A to F, and the target values of relations."""

    kind: Literal["saq"]
    oev: SpeedCurves
    car: SpeedCurves
    detour: DetourCurves
    ratio: RatioLimits
    relations: dict[Level, Relation]  # by the lower level of the two
    neighbours: Neighbours
    parking: dict[Level, Minutes]
    hours: Hours


def speed_limits_s(km: Floats, curves: SpeedCurves) -> Floats:
    """Return ``[pair, level]`` the most seconds that still give A to E over a beeline of km."""
    distance = km[:, None]
    slowest_kmh = 1 / (np.array(curves.a) * distance**curves.b + np.array(curves.c))
    return np.asarray(distance / slowest_kmh * 3600, np.float64)


def speed_level(km: Floats, seconds: Floats, curves: SpeedCurves) -> Strings:
    """Return ``[pair]`` the level of a travel time; F where it is inf."""
    return _letters(seconds[:, None] > speed_limits_s(km, curves))


def detour_limits(km: Floats, curves: DetourCurves) -> Floats:
    """Return ``[pair, level]`` the largest detour factor that still gives A to E."""
    distance = km[:, None]
    route = 10 ** (np.array(curves.a) + np.array(curves.b) * np.log10(distance))
    return np.asarray(route / distance, np.float64)


def detour_level(km: Floats, factor: Floats, curves: DetourCurves) -> Strings:
    """Return ``[pair]`` the level of route length over beeline; F where it is inf."""
    return _letters(factor[:, None] > detour_limits(km, curves))


def ratio_level(ratio: Floats, limits: RatioLimits) -> Strings:
    """Return ``[pair]`` the level of public transport over car time; F where it is inf."""
    return _letters(ratio[:, None] >= np.array(limits.below))


def neighbours(distance: Floats) -> Bools:
    """Return ``[place, place]`` who is whose neighbour: no third place lies between them.

    The Gabriel graph: none lies in the circle that has the two at the ends of its diameter.
    """
    squares = distance**2
    through = squares[:, :, None] + squares[None, :, :]  # [one, between, other]
    near: Bools = through.min(axis=1, initial=np.inf) >= squares
    np.fill_diagonal(near, val=False)
    return near


def _letters(beyond: Bools) -> Strings:
    """Return the letter after as many limits as are passed."""
    letters: Strings = LETTERS[beyond.sum(axis=1)]
    return letters
