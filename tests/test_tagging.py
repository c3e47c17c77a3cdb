"""Who may use a way, and how fast: the tags as mappers in Germany set them."""

import numpy as np
import pytest
from streetmaps import tags_of

from mobility.speeds import built_up, cycling_kmh, driving_kmh, legal_kmh, parse_kmh
from mobility.tagging import (
    HIGHWAY_CLASSES,
    cyclable,
    drivable,
    highway_class,
    roads_only,
    walkable,
)

WALKED = {
    "highway=footway": True,
    "highway=steps": True,
    "highway=pedestrian area=yes": True,
    "highway=path bicycle=designated foot=designated segregated=yes": True,
    "highway=track tracktype=grade3": True,
    "highway=living_street": True,
    "highway=residential": True,
    "highway=service service=driveway": True,
    "highway=platform": True,
    "railway=platform": True,
    "public_transport=platform": True,
    # between villages the road is all there is
    "highway=tertiary": True,
    "highway=primary maxspeed=100": True,
    "highway=secondary_link": True,
    "highway=secondary sidewalk=separate": True,
    "highway=secondary foot=use_sidepath": True,
    # the sign for walkers wins over the sign for everyone
    "highway=service access=private": False,
    "highway=service access=private foot=yes": True,
    "highway=track access=no foot=designated": True,
    "highway=path foot=no": False,
    "highway=residential foot=private": False,
    "highway=secondary foot=no sidewalk=both": False,
    # words for vehicles say nothing to walkers
    "highway=track vehicle=agricultural;forestry": True,
    "highway=track access=agricultural": True,
    "highway=residential access=destination": True,
    "highway=service access=customers": True,
    # Kraftfahrstraße and Autobahn
    "highway=motorway": False,
    "highway=motorway_link": False,
    "highway=primary motorroad=yes": False,
    "highway=trunk": False,
    "highway=trunk foot=yes": True,
    "highway=trunk sidewalk=right": True,
    "highway=trunk_link": False,
    # signs 237, 238, 240, 241
    "highway=cycleway": False,
    "highway=cycleway foot=designated": True,
    "highway=cycleway segregated=no": True,
    "highway=bridleway": False,
    "highway=bridleway foot=yes": True,
    # not there, or not a way
    "highway=construction": False,
    "highway=proposed": False,
    "highway=raceway": False,
    "railway=rail": False,
}


@pytest.mark.parametrize(("way", "expected"), WALKED.items())
def test_who_may_walk(way: str, expected: bool) -> None:
    assert walkable(tags_of(way)).tolist() == [expected]


BOTH, ALONG, AGAINST, CLOSED = (True, True), (True, False), (False, True), (False, False)

CYCLED = {
    "highway=residential": BOTH,
    "highway=cycleway": BOTH,
    "highway=path": BOTH,
    "highway=track": BOTH,
    "highway=primary": BOTH,
    "highway=path foot=designated": CLOSED,  # sign 239
    "highway=path foot=designated bicycle=yes": BOTH,
    "highway=footway": CLOSED,
    "highway=footway bicycle=yes": BOTH,
    "highway=pedestrian": CLOSED,
    "highway=pedestrian bicycle=permissive": BOTH,
    "highway=steps": CLOSED,
    "highway=steps bicycle=yes": CLOSED,
    "highway=motorway": CLOSED,
    "highway=primary motorroad=yes": CLOSED,
    "highway=trunk": CLOSED,
    "highway=trunk cycleway=track": BOTH,
    "highway=primary bicycle=no": CLOSED,
    "highway=primary bicycle=use_sidepath": CLOSED,
    "highway=footway bicycle=dismount": BOTH,
    "highway=track vehicle=agricultural;forestry": CLOSED,
    "highway=track vehicle=agricultural bicycle=yes": BOTH,
    "highway=track motor_vehicle=agricultural": BOTH,
    "highway=residential vehicle=destination": BOTH,
    "highway=service access=private": CLOSED,
    # one-way streets, open to cyclists the other way or not
    "highway=residential oneway=yes": ALONG,
    "highway=residential oneway=-1": AGAINST,
    "highway=residential oneway=yes oneway:bicycle=no": BOTH,
    "highway=residential oneway=-1 oneway:bicycle=no": BOTH,
    "highway=residential oneway=yes cycleway=opposite": BOTH,
    "highway=residential oneway=yes cycleway:left=opposite_lane": BOTH,
    "highway=residential oneway=yes bicycle=opposite": BOTH,
    "highway=residential oneway=yes cycleway=lane": ALONG,
    "highway=cycleway oneway=yes": ALONG,
    "highway=secondary oneway:bicycle=yes": ALONG,
    "highway=tertiary junction=roundabout": ALONG,
}


@pytest.mark.parametrize(("way", "expected"), CYCLED.items())
def test_who_may_cycle_which_way(way: str, expected: tuple[bool, bool]) -> None:
    along, against = cyclable(tags_of(way))
    assert (along[0], against[0]) == expected


DRIVEN = {
    "highway=residential": BOTH,
    "highway=living_street": BOTH,
    "highway=service": BOTH,
    "highway=service service=emergency_access": CLOSED,
    "highway=motorway": ALONG,
    "highway=motorway_link oneway=no": BOTH,
    "highway=primary oneway=yes": ALONG,
    "highway=primary oneway=-1": AGAINST,
    "highway=primary junction=roundabout": ALONG,
    "highway=primary junction=circular oneway=-1": AGAINST,
    "highway=residential access=destination": BOTH,
    "highway=residential motor_vehicle=destination": BOTH,
    "highway=unclassified motor_vehicle=agricultural": CLOSED,
    "highway=unclassified vehicle=destination;agricultural": BOTH,
    "highway=residential vehicle=no": CLOSED,
    "highway=residential access=no motor_vehicle=yes": BOTH,
    "highway=residential motor_vehicle=no motorcar=yes": BOTH,
    "highway=service access=private": CLOSED,
    "highway=track": CLOSED,
    "highway=track access=yes": CLOSED,
    "highway=track motor_vehicle=yes": BOTH,
    "highway=pedestrian": CLOSED,
    "highway=footway": CLOSED,
    "highway=cycleway": CLOSED,
    "highway=residential access=Schranke!": CLOSED,  # what nobody understands is no invitation
}


@pytest.mark.parametrize(("way", "expected"), DRIVEN.items())
def test_who_may_drive_which_way(way: str, expected: tuple[bool, bool]) -> None:
    along, against = drivable(tags_of(way))
    assert (along[0], against[0]) == expected


def test_in_an_extract_of_roads_people_use_the_roads() -> None:
    roads = tags_of("highway=secondary foot=no bicycle=no", "highway=trunk", "highway=motorway")
    assert roads_only(roads)
    assert walkable(roads, on_roads=True).tolist() == [True, True, False]
    assert cyclable(roads, on_roads=True)[0].tolist() == [True, True, False]
    assert not roads_only(tags_of("highway=secondary", "highway=footway"))


def test_even_there_private_roads_stay_closed() -> None:
    roads = tags_of("highway=service access=private", "highway=residential foot=private")
    assert walkable(roads, on_roads=True).tolist() == [False, False]


def test_the_class_of_a_way() -> None:
    kinds = highway_class(tags_of("highway=steps", "railway=platform", "highway=construction"))
    assert [HIGHWAY_CLASSES[kind] for kind in kinds[:2]] == ["steps", "platform"]
    assert kinds[2] == -1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("50", 50),
        ("30 mph", 48.28032),
        ("walk", 7),
        ("none", np.inf),
        ("DE:urban", 50),
        ("DE:rural", 100),
        ("DE:motorway", np.inf),
        ("DE:zone:30", 30),
        ("DE:zone30", 30),
        ("DE:30", 30),
        ("DE:bicycle_road", 30),
        ("", np.nan),
        ("sign", np.nan),
        ("signals", np.nan),
        ("0", np.nan),
    ],
)
def test_what_a_speed_limit_says(value: str, expected: float) -> None:
    assert parse_kmh(value) == pytest.approx(expected, nan_ok=True)


def legal(way: str, *, settled: bool = False) -> float:
    tags = tags_of(way)
    return float(legal_kmh(tags, built_up(tags, np.array([settled])))[0])


def test_the_limit_is_50_inside_and_100_outside_settlements() -> None:
    assert legal("highway=secondary") == 100
    assert legal("highway=secondary", settled=True) == 50
    assert legal("highway=residential") == 50
    assert legal("highway=secondary lit=yes") == 50
    assert legal("highway=secondary sidewalk=both") == 50
    assert legal("highway=motorway") == np.inf


def test_the_signs_win_over_the_surroundings() -> None:
    assert legal("highway=secondary zone:traffic=DE:rural", settled=True) == 100
    assert legal("highway=secondary source:maxspeed=DE:urban") == 50
    assert legal("highway=residential zone:maxspeed=DE:30") == 30
    assert legal("highway=residential maxspeed:type=DE:zone:30 maxspeed=20") == 20
    assert legal("highway=living_street zone:traffic=DE:urban") == 7


def drive(way: str, *, settled: bool = False) -> tuple[float, float]:
    along, against = driving_kmh(tags_of(way), np.array([settled]))
    return round(float(along[0]), 2), round(float(against[0]), 2)


def test_mean_speeds_lie_below_the_limits() -> None:
    assert drive("highway=primary maxspeed=100") == (75, 75)
    assert drive("highway=primary maxspeed=70") == (59.5, 59.5)
    assert drive("highway=primary maxspeed=50", settled=True) == (35, 35)
    assert drive("highway=residential maxspeed=30", settled=True) == (21, 21)
    assert drive("highway=motorway maxspeed=none") == (115, 115)
    assert drive("highway=motorway maxspeed=100") == (90, 90)
    assert drive("highway=living_street") == (7, 7)
    assert drive("highway=secondary maxspeed=100 maxspeed:backward=70") == (75, 59.5)


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ("highway=secondary", 15),
        ("highway=residential surface=cobblestone", 10),
        ("highway=path surface=asphalt", 12),
        ("highway=footway bicycle=yes", 8),
        ("highway=footway bicycle=dismount", 4.8),
        ("highway=track", 11),
        ("highway=track tracktype=grade1", 15),
        ("highway=track tracktype=grade5", 7),
        ("highway=track tracktype=grade2 surface=sand", 7),
    ],
)
def test_how_fast_one_cycles(way: str, expected: float) -> None:
    assert cycling_kmh(tags_of(way)).tolist() == [expected]
