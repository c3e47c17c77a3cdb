"""Connections between centres on one straight road: Amt, Burg 10 km east of it, Dom 10 km on.

Amt lies 2 minutes west of its stop A, Burg a minute east of its stop B, Dom at nobody's stop.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pytest
from streetmaps import streets
from test_saq import SAQ
from towns import bus
from villages import Village, village

from accessibility.places import Places
from accessibility.saq_pairs import connection_table
from accessibility.words import MET, NOT_MET

ROAD = {"Amt": 0, "A": 120, "B": 7500, "Burg": 7560, "Dom": 15060}
HOURLY = bus("60", "A B", "6:05-19:05", takes=36) + bus("60", "B A", "6:31-19:31", takes=37)


def drawn(lines: str, road: Mapping[str, float] = MappingProxyType(ROAD)) -> Village:
    place = village(lines, road)
    ends = {"west": (-2000.0, 0.0), "east": (25_000.0, 0.0)}
    car = streets("car", ends, "west east: highway=secondary")
    network = replace(place.network, streets={**place.network.streets, "car": car})
    return replace(place, network=network)


def centres(place: Village, **levels: str) -> Places:
    named = place.places
    return replace(
        named,
        kind=np.full(len(named.name), "zentrum"),
        level=np.array([levels.get(name, "grundzentrum") for name in named.name]),
    )


def connections(lines: str = HOURLY, **levels: str) -> pd.DataFrame:
    """Return the table of a weekday by the names of the two ends."""
    place = drawn(lines)
    found = connection_table(
        place.network,
        centres(place, **levels),
        place.ends("Amt", "Burg", "Dom"),
        {"schultag": place.day},
        SAQ,
    )
    return found.set_index(["from_name", "to_name"])


def pair(table: pd.DataFrame, one: str, other: str) -> "pd.Series[Any]":
    row = table.loc[(one, other)]
    assert isinstance(row, pd.Series)
    return row


def test_a_planned_journey_of_forty_minutes_keeps_the_target_and_one_of_41_does_not() -> None:
    table = connections()
    there, back = pair(table, "Amt", "Burg"), pair(table, "Burg", "Amt")

    # 2 min to the stop, 1 min there, 36 min in the bus, 1 min to the door; back 37 min
    assert (there["journey_time_p50"], back["journey_time_p50"]) == (40 * 60, 41 * 60)
    assert (there["oev_verdict"], back["oev_verdict"]) == (MET, NOT_MET)
    assert there["oev_limit"] == 40 * 60
    assert there["journeys"] == 14
    # 10 km: A to 38 minutes, B to 44
    assert (there["oev_level"], back["oev_level"]) == ("B", "B")


def test_no_connection_is_level_f_and_never_left_out() -> None:
    table = connections()
    row = pair(table, "Burg", "Dom")

    assert len(table) == 6
    assert pd.isna(row["journey_time_p50"])
    assert (row["oev_level"], row["oev_verdict"], row["ratio_level"]) == ("F", NOT_MET, "F")
    assert pd.isna(row["ratio"])
    assert row["journeys"] == 0


def test_target_values_are_those_of_neighbours() -> None:
    table = connections()

    assert table["neighbours"].to_dict()["Amt", "Dom"] is False
    assert pd.isna(pair(table, "Amt", "Dom")["oev_limit"])
    assert pd.isna(pair(table, "Amt", "Dom")["oev_verdict"])


def test_the_lower_level_of_the_two_says_which_relation_it_is() -> None:
    table = connections(Amt="oberzentrum", Dom="mittelzentrum")

    relations = table["relation"].to_dict()
    assert relations["Amt", "Dom"] == "mittelzentrum"
    assert relations["Amt", "Burg"] == "grundzentrum"
    # of the Mittelzentren and above only two are left: neighbours across the Grundzentrum
    assert pair(table, "Amt", "Dom")["oev_limit"] == 65 * 60


def test_the_car_takes_the_road_and_parks() -> None:
    table = connections(Burg="oberzentrum")
    there, back = pair(table, "Amt", "Burg"), pair(table, "Burg", "Amt")

    assert there["beeline_m"] == there["car_m"] == pytest.approx(7560 * 4.8 / 3.6, abs=2)
    assert there["detour"] == pytest.approx(1, abs=1e-3)
    assert there["detour_level"] == "A"
    # parking takes 8 minutes in an Oberzentrum, 3 elsewhere
    assert there["car_time"] - back["car_time"] == 5 * 60
    assert there["ratio"] == pytest.approx(2400 / there["car_time"])


def test_who_can_walk_there_faster_walks() -> None:
    place = drawn(HOURLY, {"Amt": 0, "A": 120, "Burg": 900, "B": 7500, "Dom": 15060})
    ends = place.ends("Amt", "Burg", "Dom")
    table = connection_table(place.network, centres(place), ends, {"schultag": place.day}, SAQ)

    assert pair(table.set_index(["from_name", "to_name"]), "Amt", "Burg")["journey_time_p50"] == 900


def test_days_stand_one_below_the_other() -> None:
    place = drawn(HOURLY)
    days = {"schultag": place.day, "samstag": place.day}
    table = connection_table(
        place.network, centres(place), place.ends("Amt", "Burg", "Dom"), days, SAQ
    )
    assert table["day"].tolist() == ["schultag"] * 6 + ["samstag"] * 6
    # from 8:00 on there are two journeys fewer
    assert table["journeys"].iloc[[0, 6]].tolist() == [14, 12]
