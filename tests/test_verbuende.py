"""Verbünde: two towns share the work of one centre; reached is any partner, or only all of them.

Homes stand 4 minutes from stop A and board a minute later; the partners are at their stops.
"""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from timetables import seconds
from towns import RIN, Home, Target, bus, row, table

from accessibility.measures import Figures
from accessibility.standards import Profile
from accessibility.verbuende import worst
from mobility.profiles import UNREACHED

ALL = RIN.model_copy(update={"verbund": "alle"})
WEST = Target("West", "W", "grundzentrum", verbund="West–Ost")
OST = Target("Ost", "O", "grundzentrum", verbund="West–Ost")
VERBUND = (WEST, OST)
DORF = Home("Dorf")


def line(name: str, end: str, *, takes: int, every: int = 60) -> str:
    """Return a line from A to the end from 6:05 on and back from 6:31 on, until after 19:00."""
    there = bus(name, f"A {end}", "6:05-19:05", takes=takes, every=every)
    return there + bus(name, f"{end} A", "6:31-19:31", takes=takes, every=every)


# 15 minutes to West, 25 to Ost, from door to door: both within the limit of 30
BOTH = line("1", "W", takes=10) + line("2", "O", takes=20)
ONE = line("1", "W", takes=10) + line("2", "O", takes=26)  # 31 minutes


def to_grundzentrum(lines: str, *homes: Home, **asked: Any) -> dict[str, Any]:
    """Return the figures of the Grundzentrum by their names, None where there is none."""
    asked = {"targets": VERBUND} | asked
    found = row(lines, *(homes or [DORF]), **asked).filter(like="grundzentrum_")
    return {
        str(name).removeprefix("grundzentrum_"): None if pd.isna(value) else value
        for name, value in found.items()
    }


# --- any partner (default) -----------------------------------------------------------------------


def test_any_partner_will_do_unless_the_profile_says_otherwise() -> None:
    found = to_grundzentrum(ONE)

    assert found["name"] == "West"
    assert found["journey_time_p50"] == 15 * 60
    assert found["verdict"] == "erfüllt"


@pytest.mark.parametrize("profile", [RIN, ALL])
def test_people_who_reach_only_one_partner_in_time_are_told_whatever_the_rule(
    profile: Profile,
) -> None:
    homes = [Home("Dorf", "A", 70), Home("Dorf", "X", 30)]  # no bus from X
    nowhere = "9: X W\n 24:00 24:10\n"

    assert to_grundzentrum(ONE + nowhere, *homes, profile=profile)["one_partner_share"] == 0.7
    assert to_grundzentrum(BOTH + nowhere, *homes, profile=profile)["one_partner_share"] == 0


def test_who_reaches_another_centre_in_time_does_not_depend_on_the_partner() -> None:
    market = Target("Markt", "M", "grundzentrum")
    lines = ONE + line("3", "M", takes=20)

    assert to_grundzentrum(lines, targets=(*VERBUND, market))["one_partner_share"] == 0


def test_a_class_without_a_verbund_says_nothing_of_partners() -> None:
    assert (
        to_grundzentrum(ONE, targets=[Target("West", "W", "grundzentrum")])["one_partner_share"]
        is None
    )
    # of the Verbund only one partner is a Mittelzentrum: there it stands alone
    lines = [Target("West", "W", "mittelzentrum", verbund="West–Ost"), OST]
    found = row(ONE, DORF, targets=lines)
    assert pd.isna(found["mittelzentrum_one_partner_share"])
    assert found["grundzentrum_one_partner_share"] == 1


# --- all partners --------------------------------------------------------------------------------


def test_all_partners_must_be_reached_where_the_profile_says_so() -> None:
    assert to_grundzentrum(BOTH, profile=ALL)["verdict"] == "erfüllt"
    assert to_grundzentrum(ONE, profile=ALL)["verdict"] == "nicht erfüllt"


def test_the_time_of_a_verbund_is_that_of_its_slowest_partner() -> None:
    home = Home("Dorf", drive_s={"West": 120, "Ost": 420})
    found = to_grundzentrum(BOTH, home, profile=ALL)

    assert (found["id"], found["name"]) == ("ost", "Ost")
    assert found["journey_time_p50"] == 25 * 60
    assert found["car_time"] == 600
    assert found["ratio"] == 2.5


def test_a_partner_without_any_bus_leaves_the_verbund_unreached() -> None:
    found = to_grundzentrum(line("1", "W", takes=10) + "9: O X\n 8:00 8:10\n", profile=ALL)

    assert found["name"] is None
    assert found["served_share"] == 0
    assert found["verdict"] == "nicht erfüllt"
    assert found["one_partner_share"] == 1


def test_a_single_centre_wins_over_a_verbund_whose_slowest_partner_is_slower() -> None:
    targets = (*VERBUND, Target("Markt", "M", "grundzentrum"))
    lines = BOTH + line("3", "M", takes=15)  # 20 minutes: between West and Ost

    assert to_grundzentrum(lines, targets=targets)["name"] == "West"
    assert to_grundzentrum(lines, targets=targets, profile=ALL)["name"] == "Markt"


def test_every_figure_is_that_of_the_partner_one_is_worse_off_with() -> None:
    # to West hourly; to Ost every two hours, first at 8:05 and last back at 16:31
    rare = bus("2", "A O", "8:05-18:05", takes=20, every=120)
    rare += bus("2", "O A", "8:31-16:31", takes=20, every=120)
    found = to_grundzentrum(line("1", "W", takes=10) + rare, profile=ALL)

    assert found["journeys"] == 6  # of 14 to West
    assert found["return_journeys"] == 5
    assert found["first_departure"] == seconds("8:00")
    assert found["last_return"] == seconds("16:30")
    assert found["longest_gap"] == 2 * 3600
    assert found["before_0730_share"] == 0
    assert found["before_0800_share"] == 0
    assert found["evening_share"] == 0
    assert found["stay_8h_share"] == 1  # 8:25 to 16:30


def test_who_walks_to_one_partner_needs_buses_to_the_other_only() -> None:
    walker = Home("Dorf", on_foot={"West": 1100})
    lines = line("2", "O", takes=10)  # 15 minutes, less than the walk
    found = to_grundzentrum(lines + "9: W X\n 8:00 8:10\n", walker, profile=ALL)

    assert found["journeys"] == 14
    assert found["journey_time_p50"] == 1100  # the walk is the slowest way
    assert found["walk_share"] == 0
    assert found["verdict"] == "erfüllt"


def test_who_walks_to_all_partners_walks_to_the_verbund() -> None:
    walker = Home("Dorf", "X", 60, on_foot={"West": 300, "Ost": 1100})
    half_way = Home("Dorf", "X", 40, on_foot={"West": 300})
    found = to_grundzentrum(
        "9: W O\n 8:00 8:10\n9: X O\n 24:00 24:10\n", walker, half_way, profile=ALL
    )

    assert found["walk_share"] == 0.6
    assert found["travel_time_p50"] == 1100


def test_the_number_of_threads_changes_no_verbund() -> None:
    homes = [DORF, Home("Weiler", "W"), Home("Ort", "O")]
    one, two = (
        table(ONE, *homes, targets=VERBUND, profile=ALL, threads=threads) for threads in (1, 2)
    )

    pd.testing.assert_frame_equal(one, two)


# --- the join ------------------------------------------------------------------------------------


def figures(**given: Any) -> Figures:
    """Return figures ``[partner, pair]`` of one pair, 1 where nothing is given."""
    columns = {name: np.ones((2, 1), np.int32) for name in Figures._fields}
    columns["every_slot"] = np.ones((2, 1), np.bool_)
    columns["served_hours"] = columns["departure_by"] = np.ones((2, 1, 1), np.int32)
    columns["walk_s"] = np.full((2, 1), UNREACHED, np.int32)
    return Figures(**columns | {name: np.array(value) for name, value in given.items()})


def test_a_first_departure_that_one_partner_does_not_have_the_verbund_has_not_either() -> None:
    assert worst(figures(first_departure=[[-1], [8]])).first_departure.tolist() == [-1]
    assert worst(figures(first_departure=[[7], [8]])).first_departure.tolist() == [8]


def test_the_target_of_a_verbund_is_its_slowest_partner_the_first_of_equals() -> None:
    target = [[4], [6]]
    slower = figures(target=target, journey_time_p50=[[900], [901]])
    equal = figures(target=target, journey_time_p50=[[900], [900]])

    assert worst(slower).target.tolist() == [6]
    assert worst(equal).target.tolist() == [4]
