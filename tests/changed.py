"""Changes made to a timetable on screen, along a street on which cars take 6 minutes for 2.5 km."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from streetmaps import CRS, Place, degrees, streets
from timetables import DAY, timetable

from gtfs.timetable import Bools, Timetable
from mobility.apply import apply_scenario
from mobility.draft import Ground
from mobility.scenario import Scenario
from mobility.scenario_values import ScenarioError

LATER = DAY + timedelta(days=4)  # a Saturday
DAYS = f"({DAY} {LATER})"
KM = {name: (2500.0 * number, 0.0) for number, name in enumerate("ABCDE")}  # along the road
ROAD = {"west": (-2500.0, 0.0), **KM, "east": (15_000.0, 0.0), "north": (2500.0, 2500.0)}
CAR = streets(  # 25 km/h on all of them
    "car", ROAD, "west A B C D E east: highway=residential", "B north: highway=residential"
)
BUS = f"""
    60 {DAYS}: A    B         C
               6:00 6:10/6:12 6:20
               7:00 7:10/7:12 7:20
    60 {DAYS}: C    B         A
               6:30 6:38/6:40 6:50
"""


def at(places: Mapping[str, Place]) -> dict[str, tuple[float, float]]:
    """Return longitudes and latitudes of places in metres."""
    lon, lat = degrees(*places.values())
    return dict(zip(places, zip(lon.tolist(), lat.tolist(), strict=True), strict=True))


def new(name: str, east: float, north: float = 0.0) -> dict[str, Any]:
    """Return a stop still to be built."""
    lon, lat = at({name: (east, north)})[name]
    return {"name": name, "lon": lon, "lat": lat}


def along(text: str, **further: Place) -> Timetable:
    """Return a timetable whose stops A, B, C … lie along the road."""
    return timetable(text, at=at({**KM, **further}))


def ground_of(day: Timetable, *, roads: bool = True, **places: Place) -> Ground:
    """Return what changes are made on."""
    dates = [day.first_date + timedelta(days=n) for n in range(day.dates)]
    types = {"schultag": DAY, "samstag": LATER}
    day_types: dict[str, Bools] = {
        name: np.array([one == when for one in dates]) for name, when in types.items()
    }
    return Ground(day, day_types, {}, {"car": CAR} if roads else {}, at(places), CRS)


def changed(to: Timetable | Ground, *changes: dict[str, Any]) -> Timetable:
    """Return the timetable with the changes."""
    ground = to if isinstance(to, Ground) else ground_of(to)
    scenario = Scenario.model_validate({"name": "test", "changes": changes})
    return apply_scenario(scenario, ground).timetable


def refused(to: Timetable | Ground, *changes: dict[str, Any]) -> str:
    """Return why the last of the changes cannot be made."""
    with pytest.raises(ScenarioError) as error:
        changed(to, *changes)
    return str(error.value).partition("): ")[2]


def trips_of(day: Timetable, line: str = "60", on: date = DAY) -> list[str]:
    """Return the trips as one reads them: every call with its time, departure where it differs."""
    rows = []
    for trip in day.trips_on(on).tolist():
        if day.route_name[day.trip_route[trip]] != line:
            continue
        calls = day.calls_of(trip)
        cells = [
            f"{day.stop_name[stop]} {_clock(arrives)}"
            + (f"/{_clock(leaves)}" if leaves != arrives else "")
            for stop, arrives, leaves in zip(
                day.call_stop[calls], day.arrival_s[calls], day.departure_s[calls], strict=True
            )
        ]
        rows.append(", ".join(cells))
    return sorted(rows)


def _clock(seconds: int) -> str:
    rest = f":{seconds % 60:02d}" if seconds % 60 else ""
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}{rest}"
