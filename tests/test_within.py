"""What the people inside any area have is what they would have as an Ortsteil or a Kommune."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest

from accessibility.access import find_choices, find_drives
from accessibility.access_table import access_table
from accessibility.areas import KOMMUNE
from accessibility.compare import FREE, compare_table
from accessibility.compare_sides import MEASURES
from accessibility.criteria import Criterion, Verdict, totals
from accessibility.places import Places
from accessibility.point_results import point_table
from accessibility.standards import CLASSES
from accessibility.within import ortsteile_within, people_within, within_rows
from api.service import Service
from gtfs.timetable import Bools

DAY = "schultag"


class World:
    """The demo county on a school day."""

    def __init__(self, service: Service) -> None:
        """Find what every home has."""
        self.places, question = service.places, service.question
        days = service.compiled([DAY])
        self.choices = find_choices(question, days)
        drive_s = find_drives(question, self.choices)
        self.access = access_table(question, days, choices=self.choices, drive_s=drive_s)
        self.points = point_table(question, self.choices)
        self.row = partial(within_rows, question, self.choices, drive_s, service.days)

    def homes(self, column: str, value: str) -> Bools:
        """Return the homes of the Ortsteile whose column says so."""
        words = getattr(self.places, column)
        return np.asarray(words[self.places.point_ortsteil] == value)


@pytest.fixture(scope="module")
def world(service: Callable[[str], Service]) -> World:
    return World(service("demo"))


def alike(one: Any, other: Any) -> bool:
    """Return whether both are the same to the last bit, or both missing."""
    missing = pd.isna(one), pd.isna(other)
    return all(missing) if any(missing) else bool(one == other)


def test_around_the_homes_of_an_ortsteil_is_its_row(world: World) -> None:
    for _, row in world.access.iloc[::40].iterrows():
        found = world.row(world.homes("place_id", row["ortsteil_id"]))[0]
        told = [name for name in row.index if name.startswith(CLASSES)]
        assert len(told) > 100
        assert [name for name in told if not alike(row[name], found[name])] == []


def test_around_the_homes_of_a_kommune_is_its_row(world: World) -> None:
    compared = compare_table(world.places, world.points, world.points)
    rows = compared[(compared["area"] == KOMMUNE) & (compared["target"] == FREE)]
    assert rows["area_id"].nunique() > 20
    for kommune, of_one in rows.groupby("area_id"):
        found = world.row(world.homes("parent", str(kommune)))[0]
        for row in of_one.to_dict("records"):
            kind = row["class"]
            assert row["people_known"] == found[f"{kind}_people_known"]
            for name in MEASURES:
                assert alike(row[f"{name}_before"], found[f"{kind}_{name}"])


def test_who_meets_the_standard_is_counted_as_for_a_kommune(world: World) -> None:
    kind = "mittelzentrum"
    choice = world.choices[DAY][kind]
    criterion = Criterion("rin", kind, "", "", "")
    table = totals(world.places, [Verdict(criterion, DAY, choice.met, choice.known)])
    for row in table[table["area"] == KOMMUNE].to_dict("records"):
        found = world.row(world.homes("parent", row["area_id"]))[0]
        told = [found[f"{kind}_{name}"] for name in ("people_met", "met_share", "verdict")]
        assert told == [row["people_met"], row["share"], row["verdict"]]


def test_the_people_of_a_kommune_are_those_of_its_ortsteile(world: World) -> None:
    inside = world.homes("parent", "Grimma")
    found = ortsteile_within(world.places, inside)
    here = world.access[world.access["kommune"] == "Grimma"]
    assert set(found["ortsteil_id"]) == set(here["ortsteil_id"])
    assert (found["share"] == 1).all()
    assert found["name"].iloc[0] == "Grimma"
    assert people_within(world.places, inside) == here["population"].sum()


def test_half_of_the_homes_are_that_share_of_the_people() -> None:
    village = places(people=[30.0, 10.0, 20.0])
    found = ortsteile_within(village, np.array([True, False, True]))
    assert found[["people", "homes"]].to_numpy().tolist() == [[50, 2]]
    assert found["share"].tolist() == [pytest.approx(50 / 60)]


def test_where_nobody_knows_homes_count_alike() -> None:
    village = places(people=[np.nan, np.nan])
    inside = np.array([True, False])
    assert people_within(village, inside) is None
    assert ortsteile_within(village, inside)["share"].tolist() == [0.5]
    assert people_within(village, np.array([False, False])) == 0


def places(*, people: list[float]) -> Places:
    """Return one Ortsteil with homes."""
    count, one = len(people), np.array(["dorf"])
    return Places(
        place_id=one, name=one, kind=np.array(["ortsteil"]), parent=one, level=np.array([""]),
        lon=np.zeros(1), lat=np.zeros(1), population=np.array([np.nansum(people)]),
        point_ortsteil=np.zeros(count, np.int32), point_lon=np.zeros(count),
        point_lat=np.zeros(count), point_people=np.array(people),
    )  # fmt: skip
