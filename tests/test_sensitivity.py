"""Sensitivity: one village on a road, and what is left of its verdict when people move otherwise.

The bus goes every hour, both ways. ``home`` and ``Mitte`` are doors; walks are seconds on the road.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from towns import MITTE, Home, bus, question
from villages import Village, village

from accessibility.access import find_choices
from accessibility.age_groups import equity_by_age
from accessibility.ends import Linked, walks_between
from accessibility.profile_files import SHIPPED, ProfileError, read_profile, shipped_profile
from accessibility.sensitivity import (
    AS_PLANNED,
    Varied,
    sensitivity_table,
    vary,
)
from accessibility.variants import Sensitivity
from mobility.parameters import Moving

VARIANTS = shipped_profile(Sensitivity, "sensitivitaet").variants
USUAL = Moving.model_validate({})


def hourly(ends: str, minute: int, takes: int) -> str:
    return bus("60", ends, f"6:{minute:02d}-19:{minute:02d}", takes=takes)


def computed(place: Village) -> tuple[Varied, Linked, Linked]:
    """Return the table's question of a village with one home and one centre."""
    homes, targets = place.ends("home"), place.ends("Mitte")
    stops = [str(stop) for stop in place.network.timetable.stop_id]
    drawn = question([Home("Dorf", stops[0])], [MITTE], stops, by_car=False)
    asked = replace(
        drawn,
        points=homes.doors,
        targets=targets.doors,
        walk_s=walks_between(place.network, homes, targets),
    )
    days = {"tag": place.day}
    return Varied(AS_PLANNED, place.network, asked, days, find_choices(asked, days)), homes, targets


def found(place: Village) -> pd.DataFrame:
    """Return the share that reaches the Mittelzentrum with service, by variant."""
    usual, homes, targets = computed(place)
    table = sensitivity_table(usual, homes, targets, VARIANTS)
    return table[table["criterion"] == "mittelzentrum"].set_index("variant")


def test_a_short_ride_close_by_is_enough_in_every_variant_but_the_wait_at_random() -> None:
    lines = hourly("A B", 5, 20) + hourly("B A", 31, 20)
    road = {"home": 0, "A": 60, "B": 9000, "Mitte": 9060}
    table = found(village(lines, road))
    assert table["share"].to_dict() == {
        "grundfall": 1, "umsteigen": 1, "langsam": 1, "nah": 1, "zufall": 0,
    }  # fmt: skip
    assert table["difference"].to_dict()["zufall"] == -1
    assert table["people_met"].to_dict() == {
        "grundfall": 100, "umsteigen": 100, "langsam": 100, "nah": 100, "zufall": 0,
    }  # fmt: skip


def test_slow_walkers_take_longer_from_door_to_door() -> None:
    # 8 + 1 + 26 + 8 = 43 minutes; at 3.6 km/h the walks take 10:40 each: 48:20
    lines = hourly("A B", 9, 26) + hourly("B A", 39, 26)
    road = {"home": 0, "A": 480, "B": 9000, "Mitte": 9480}
    table = found(village(lines, road))
    assert table["share"].to_dict() == {
        "grundfall": 1, "umsteigen": 1, "langsam": 0, "nah": 1, "zufall": 0,
    }  # fmt: skip


def test_a_stop_eleven_minutes_away_is_too_far_for_those_who_walk_ten() -> None:
    lines = hourly("A B", 15, 20) + hourly("B A", 39, 20)
    road = {"home": 0, "A": 660, "B": 9000, "Mitte": 9060}
    table = found(village(lines, road))
    assert table["share"].to_dict() == {
        "grundfall": 1, "umsteigen": 1, "langsam": 1, "nah": 0, "zufall": 0,
    }  # fmt: skip


def test_a_change_of_two_minutes_is_missed_by_those_who_need_four() -> None:
    lines = (
        hourly("A C", 5, 10)
        + bus("70", "C B", "6:17-19:17", takes=10)  # two minutes later, else an hour
        + hourly("B A", 39, 20)
    )
    road = {"home": 0, "A": 60, "C": 5000, "B": 9000, "Mitte": 9060}
    table = found(village(lines, road))
    assert table["share"].to_dict() == {
        "grundfall": 1, "umsteigen": 0, "langsam": 1, "nah": 1, "zufall": 0,
    }  # fmt: skip


def test_who_walks_all_the_way_needs_no_bus_but_may_be_too_slow_for_it() -> None:
    lines = hourly("A B", 5, 5) + hourly("B A", 31, 5)
    road = {"home": 0, "Mitte": 1080, "A": 9000, "B": 12000}  # 18 minutes; at 3.6 km/h 24
    table = found(village(lines, road))
    assert table["share"].to_dict() == {
        "grundfall": 1, "umsteigen": 1, "langsam": 0, "nah": 1, "zufall": 1,
    }  # fmt: skip


@pytest.mark.parametrize("key", ["umsteigen", "langsam", "nah"])
def test_a_variant_is_what_the_table_would_be_if_the_region_moved_so(key: str) -> None:
    lines = hourly("A C", 5, 10) + bus("70", "D B", "6:24-19:24", takes=10) + hourly("B A", 39, 20)
    road = {"home": 0, "A": 480, "C": 5000, "D": 5240, "B": 9000, "Mitte": 9480}
    usual, homes, targets = computed(village(lines, road))
    variant = next(one for one in VARIANTS if one.key == key)

    varied = vary(usual, homes, targets, variant)
    anew, _, _ = computed(village(lines, road, moving=variant.moving(USUAL)))
    assert varied.network.footpaths.walk_s.tolist() == anew.network.footpaths.walk_s.tolist()
    assert varied.question.walk_s.tolist() == anew.question.walk_s.tolist()
    for mine, theirs in zip(
        (*varied.question.points, *varied.question.targets),
        (*anew.question.points, *anew.question.targets),
        strict=True,
    ):
        assert mine.tolist() == theirs.tolist()
    assert figures(varied) == figures(anew)


def test_who_changes_otherwise_walks_as_usual_and_nobody_searches_the_streets_again() -> None:
    lines = hourly("A B", 15, 20) + hourly("B A", 39, 20)
    usual, homes, targets = computed(
        village(lines, {"home": 0, "A": 360, "B": 9000, "Mitte": 9060})
    )
    changing = next(one for one in VARIANTS if one.key == "umsteigen")
    assert vary(usual, homes, targets, changing).network.footpaths is usual.network.footpaths


def figures(varied: Varied) -> list[list[int]]:
    """Return the figures of the Mittelzentrum, column by column."""
    return [column.tolist() for column in varied.choices["tag"]["mittelzentrum"].figures]


# --- age groups ---------------------------------------------------------------------------------


def by_age(place: Village, **ages: float) -> pd.DataFrame:
    """Return the planned time of the county's median by age group."""
    usual, homes, targets = computed(place)
    aged = {name: np.array([people]) for name, people in ages.items()}
    places = replace(usual.question.places, point_ages=aged)
    usual = replace(usual, question=replace(usual.question, places=places))
    table = equity_by_age(usual, homes, targets, VARIANTS)
    wanted = (table["measure"] == "journey_time_p50") & (table["area"] == "kreis")
    return table[wanted & (table["class"] == "mittelzentrum")].set_index("group")


def test_seniors_walk_at_their_own_pace_and_the_young_like_everybody() -> None:
    lines = hourly("A B", 9, 26) + hourly("B A", 39, 26)
    place = village(lines, {"home": 0, "A": 480, "B": 9000, "Mitte": 9480})
    table = by_age(place, youth=10, seniors=30)
    assert table["p50"].to_dict() == {
        "all": 43 * 60, "youth": 43 * 60, "seniors": 48 * 60 + 20,
    }  # fmt: skip
    assert table["people"].to_dict() == {"all": 100, "youth": 10, "seniors": 30}
    assert table["variant"].to_dict() == {
        "all": AS_PLANNED, "youth": AS_PLANNED, "seniors": "langsam",
    }  # fmt: skip


def test_without_ages_in_the_population_file_there_are_only_people() -> None:
    lines = hourly("A B", 9, 26) + hourly("B A", 39, 26)
    place = village(lines, {"home": 0, "A": 480, "B": 9000, "Mitte": 9480})
    assert by_age(place).index.tolist() == ["all"]


# --- variants as data ----------------------------------------------------------------------------


def test_the_variants_that_ship_are_those_of_the_issue() -> None:
    moved = {one.key: one.moving(USUAL).model_dump() for one in VARIANTS}
    usual = USUAL.model_dump()
    changes = {
        key: {name: value for name, value in moving.items() if value != usual[name]}
        for key, moving in moved.items()
    }
    assert changes == {
        "umsteigen": {"transfer_slack_s": 240, "transfer_slack_rail_s": 300},
        "langsam": {"walk_speed_kmh": 3.6},
        "nah": {"max_access_s": 600},
        "zufall": {},
    }
    assert [one.key for one in VARIANTS if one.random_departure] == ["zufall"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("walk_speed_kmh = 3.6", "walk_speed = 3.6", "the nearest valid key is 'walk_speed_kmh'"),
        ("walk_speed_kmh = 3.6", "walk_speed_kmh = 99.0", "input should be less than or equal to"),
        ("random_departure = true", "random = true", "unknown key 'random'"),
    ],
)
def test_a_variant_nobody_can_move_by_is_refused(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    text = (SHIPPED / "sensitivitaet.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "own.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ProfileError) as refused:
        read_profile(path)
    assert complaint in str(refused.value)
