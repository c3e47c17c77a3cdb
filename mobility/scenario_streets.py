"""Scenario, streets: links that are missing, streets that become faster or slower."""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from mobility.clocks import listed
from mobility.scenario_values import Factor, Kmh, Lat, Lon, Word, Written

Point = Annotated[tuple[Lon, Lat], BeforeValidator(listed)]
StreetMode: TypeAlias = Literal["walk", "bike", "car"]
Modes = Annotated[tuple[StreetMode, ...], BeforeValidator(listed), Field(min_length=1)]


class AddStreets(Written):
    """Build a street along points; its ends, and every point on a street, join the network.

    On a street is what lies within 5 m of it. An end elsewhere is led on to the nearest street
    of the mode, at most 100 m off, never a motorway. Where the line crosses a street without one
    of its points on it, it is a bridge.
    """

    type: Literal["add_streets"]
    note: str = ""
    name: Word
    points: Annotated[tuple[Point, ...], BeforeValidator(listed), Field(min_length=2)]
    modes: Modes = ("walk", "bike", "car")
    kmh: Kmh = 50  # of cars, bends and junctions included; people walk and cycle as everywhere
    oneway: bool = False  # for cars and bicycles, along the points
    dead_end: bool = False  # its last point may lie off all streets


class SetStreetSpeed(Written):
    """Let cars or bicycles go faster or slower on the quickest way between two points.

    From the end of a segment nearest to ``start`` to the one nearest to ``end``; of a road with
    two carriageways both.
    """

    type: Literal["set_street_speed"]
    note: str = ""
    start: Point
    end: Point
    mode: Literal["bike", "car"] = "car"
    kmh: Kmh | None = None  # the mean, bends and junctions included
    factor: Factor | None = None  # of the speed
    both_ways: bool = True

    @model_validator(mode="after")
    def _one_way_to_say(self) -> Self:
        if (self.kmh is None) == (self.factor is None):
            raise ValueError("say either kmh or factor")
        return self
