"""Scenario, streets: links that are missing, streets that become faster or slower."""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from mobility.clocks import listed
from mobility.scenario_values import Factor, Kmh, Lat, Lon, Word, Written

Point = Annotated[tuple[Lon, Lat], BeforeValidator(listed)]
StreetMode: TypeAlias = Literal["walk", "bike", "car"]
Modes = Annotated[tuple[StreetMode, ...], BeforeValidator(listed), Field(min_length=1)]


class AddStreets(Written):
    """Build a street along points; its ends, and every point on a street, join the network."""

    type: Literal["add_streets"]
    note: str = ""
    name: Word
    points: Annotated[tuple[Point, ...], BeforeValidator(listed), Field(min_length=2)]
    modes: Modes = ("walk", "bike", "car")
    kmh: Kmh = 50  # of cars; people walk and cycle as everywhere
    oneway: bool = False  # for cars and bicycles, along the points


class SetStreetSpeed(Written):
    """Let cars or bicycles go faster or slower on the quickest way between two points."""

    type: Literal["set_street_speed"]
    note: str = ""
    start: Point
    end: Point
    mode: Literal["bike", "car"] = "car"
    kmh: Kmh | None = None
    factor: Factor | None = None  # of the speed
    both_ways: bool = True

    @model_validator(mode="after")
    def _one_way_to_say(self) -> Self:
        if (self.kmh is None) == (self.factor is None):
            raise ValueError("say either kmh or factor")
        return self
