"""Line criteria: a line that keeps all promises, and each of them broken alone."""

import numpy as np
import pytest
from lines_on_screen import DAYS, PROFILES, Plan, audit
from timetables import timetable

from accessibility.line_audit import DEVIATING
from accessibility.words import MET, NOT_CHECKED, NOT_MET

MDV, VBB, VVO = "PlusBus MDV", "PlusBus VBB", "PlusBus Sachsen (VVO)"
SACHSEN, TAKTBUS = "PlusBus Sachsen 13", "TaktBus"
HOURLY = "5:00..20:00/60"
NIGHT = "22:00..24:00/10"  # 13 departures outside 5 to 21

# A plan that keeps the limit just so, and one that misses it alone: criterion by criterion.
CASES: dict[str, list[tuple[str, Plan, int | str]]] = {
    MDV: [
        ("stündlich", Plan(), 14),
        ("stündlich", Plan(out="5:00..11:00/60 13:00..20:00/60"), 13),
        ("gleiche Minute", Plan(out="5:00..9:00/60 10:04 11:00..20:00/60"), 92),  # 13 of 14
        ("gleiche Minute", Plan(out="5:00..9:00/60 10:04 11:04 12:00..20:00/60"), 85),  # 12
        ("Fahrtenpaare", Plan(out="6:00..20:00/60"), 15),
        # the 20:00 follows the 19:55 in less than ten minutes: 13 and one
        ("Fahrtenpaare", Plan(out="6:00..18:00/60 19:55 20:00"), 14),
        ("Schultag = Ferientag", Plan(school_out="13:13"), 0),  # an extra school trip
        ("Schultag = Ferientag", Plan(holiday_out="5:00..11:00/60 13:00..20:00/60"), 1),
        ("erste Abfahrt", Plan(out="6:00..20:00/60"), "6:00"),
        ("erste Abfahrt", Plan(out="6:02 7:00..20:00/60"), "6:02"),
        ("letzte Abfahrt", Plan(), "20:00"),
        ("letzte Abfahrt", Plan(out="5:00..19:00/60 19:58"), "19:58"),
        ("Samstag", Plan(), 6),
        ("Samstag", Plan(saturday="7:00..15:00/120", sunday="7:00..19:00/120"), 5),  # 5 + 7
        ("Sonntag", Plan(saturday="5:00..19:00/120", sunday="9:00..15:00/120"), 4),  # 8 + 4
        ("Sonntag", Plan(saturday="5:00..21:00/120", sunday="9:00..13:00/120"), 3),  # 9 + 3
        ("Summe", Plan(), 12),
        ("Summe", Plan(sunday="9:00..15:00/120"), 10),  # 6 + 4
        ("Bahnanschluss", Plan(to_centre="5:30..11:30/60 13:30..21:30/60"), 93),  # 15 of 16
        ("Bahnanschluss", Plan(from_centre="5:30..9:30/60 12:30..20:30/60"), 87),  # 14 of 16
        ("Stichfahrt", Plan(), 0),
        ("Stichfahrt", Plan(route="A C D C K"), 1),
    ],
    VBB: [
        ("stündlich", Plan(out="5:00..11:00/60 13:00..20:00/60"), 13),
        ("Fahrtenpaare", Plan(out="6:00..20:00/60"), 15),
        ("Fahrtenpaare", Plan(out="6:00..18:00/60 19:30"), 14),
        ("erste Abfahrt", Plan(out="6:30 7:00..20:00/60"), "6:30"),
        ("erste Abfahrt", Plan(out="6:31 7:00..20:00/60"), "6:31"),
        ("letzte Abfahrt", Plan(out="5:00..19:00/60 19:30"), "19:30"),
        ("letzte Abfahrt", Plan(out="5:00..19:00/60 19:29"), "19:29"),
        ("Samstag", Plan(saturday="7:00..15:00/120", sunday="7:00..19:00/120"), 5),
        ("Sonntag", Plan(saturday="7:00..19:00/120", sunday="9:00..17:00/120"), 5),  # 7 + 5
        ("Sonntag", Plan(saturday="5:00..19:00/120", sunday="9:00..15:00/120"), 4),  # 8 + 4
        ("Summe", Plan(saturday="7:00..19:00/120", sunday="9:00..17:00/120"), 12),
        ("Summe", Plan(sunday="9:00..17:00/120"), 11),  # 6 + 5
        ("Bahnanschluss", Plan(to_centre="5:30..10:30/60 13:30..21:30/60"), 87),
        ("Stichfahrt", Plan(route="A C D C K"), 1),
    ],
    VVO: [
        ("stündlich", Plan(out="5:00..11:00/60 13:00..20:00/60"), 13),
        ("gleiche Minute", Plan(out="5:00..9:00/60 10:04 11:04 12:00..20:00/60"), 85),
        ("Schultag = Ferientag", Plan(holiday_out="5:00..11:00/60 13:00..20:00/60"), 1),
        ("Samstag", Plan(saturday="7:00..15:00/120"), 5),
        ("Sonntag", Plan(sunday="9:00..15:00/120"), 4),  # 6 + 4: no sum is asked
        ("Sonntag", Plan(sunday="9:00..13:00/120"), 3),
        ("Bahnanschluss ohne Fußweg", Plan(to_centre="5:30..10:30/60 13:30..21:30/60"), 87),
    ],
    SACHSEN: [
        ("Fahrtenpaare", Plan(out="5:00..17:00/60"), 13),
        ("Fahrtenpaare", Plan(out="5:00..16:00/60"), 12),
        # 26 by day; 12 + 12 by night leave 26 of 50, 13 + 13 leave 26 of 52
        (
            "Anteil 5–21 Uhr",
            Plan(out="5:00..17:00/60 22:00..23:50/10", back="5:40..17:40/60 22:00..23:50/10"),
            52,
        ),
        (
            "Anteil 5–21 Uhr",
            Plan(out=f"5:00..17:00/60 {NIGHT}", back=f"5:40..17:40/60 {NIGHT}"),
            50,
        ),
    ],
    TAKTBUS: [
        ("zweistündlich", Plan(out="6:00..18:00/120"), 6),
        ("zweistündlich", Plan(out="6:00 8:00 12:00..18:00/120"), 5),
        ("gleiche Minute", Plan(out="5:00..9:00/60 10:04 11:00..20:00/60"), 92),
        ("gleiche Minute", Plan(out="5:00..9:00/60 10:04 11:04 12:00..20:00/60"), 85),
        ("Samstag", Plan(saturday="7:00..13:00/120"), 4),
        ("Samstag", Plan(saturday="7:00..11:00/120"), 3),
        ("Bahnanschluss ohne Fußweg", Plan(from_centre="5:30..9:30/60 12:30..20:30/60"), 87),
        ("Stichfahrt", Plan(route="A C D C K"), 1),
    ],
}
ROWS = [(profile, *case) for profile, cases in CASES.items() for case in cases]
UNSEEN = {
    MDV: ["Niederflur, WLAN, Gestaltung"],
    VBB: ["nicht parallel zum Schienentakt"],
    VVO: [],
    SACHSEN: ["übrige Kriterien der Anlage 6"],
    TAKTBUS: ["erste Abfahrt", "letzte Abfahrt", "Sonntag"],
}


def seconds(value: int | str) -> int:
    hours, _, minutes = str(value).partition(":")
    return int(hours) * 3600 + int(minutes) * 60 if minutes else int(hours)


@pytest.mark.parametrize("profile", CASES)
def test_the_line_keeps_all_that_can_be_checked(profile: str) -> None:
    found = audit(Plan(), profile)
    assert found.index[found["verdict"] == NOT_CHECKED].tolist() == UNSEEN[profile]
    assert set(found["verdict"]) - {NOT_CHECKED} == {MET}
    assert set(found["whole"]) == {MET}


@pytest.mark.parametrize(("profile", "criterion", "plan", "value"), ROWS)
def test_a_criterion_is_kept_to_its_limit_and_missed_alone_beyond(
    profile: str, criterion: str, plan: Plan, value: int | str
) -> None:
    found = audit(plan, profile)
    assert found.loc[criterion, "value"] == seconds(value)
    limits = {one.title: one for one in PROFILES[profile].criteria}
    missed = found.index[found["verdict"] == NOT_MET].tolist()
    limit = int(found["limit"][criterion])
    kept = _within(limit, seconds(value), limits[criterion].measure)
    assert missed == ([] if kept else [criterion])
    alone = DEVIATING if (profile, criterion) == (MDV, "Summe") else NOT_MET
    assert set(found["whole"]) == {MET if kept else alone}


def _within(limit: int, value: int, measure: str) -> bool:
    return value <= limit if measure in ("first", "same_days", "spurs") else value >= limit


@pytest.mark.parametrize("profile", CASES)
def test_every_criterion_with_a_limit_is_missed_alone_by_some_line(profile: str) -> None:
    missed = {
        case[0]
        for case in CASES[profile]
        if audit(case[1], profile).loc[case[0], "verdict"] == NOT_MET
    }
    assert missed == {one.title for one in PROFILES[profile].criteria} - set(UNSEEN[profile])


def test_the_trips_that_decide_are_named() -> None:
    minute = audit(Plan(out="5:00..9:00/60 10:04 11:00..20:00/60"), MDV).loc["gleiche Minute"]
    assert minute["why"] == "ab A :00 alle 60 min, statt dessen 10:04; ab K :40 alle 60 min"
    rail = audit(Plan(to_centre="5:30..11:30/60 13:30..21:30/60"), MDV).loc["Bahnanschluss"]
    assert rail["why"] == ("K für A: 15 von 16 zum Zug (ohne: Abfahrt 12:00), 16 von 16 vom Zug")
    spur = audit(Plan(route="A C D C K"), MDV).loc["Stichfahrt"]
    assert spur["why"] == "C zweimal in 32 Fahrten"


def test_an_extra_school_trip_is_told_and_held_against_nothing() -> None:
    found = audit(Plan(school_out="13:13 14:45"), MDV)
    assert set(found["whole"]) == {MET}
    assert found.loc["Schultag = Ferientag", "why"] == "ab A zusätzliche Schulfahrten 13:13, 14:45"
    assert found.loc["Bahnanschluss", "why"] == "K für A: 16 von 16 zum Zug, 16 von 16 vom Zug"


def test_a_region_without_a_ferientag_leaves_schultag_and_ferientag_open() -> None:
    days = {name: day for name, day in DAYS.items() if name != "ferientag"}
    row = audit(Plan(), MDV, days=days).loc["Schultag = Ferientag"]
    assert (row["verdict"], row["why"]) == (NOT_CHECKED, "kein ferientag in der Regionsdatei")


def test_without_a_train_to_the_oberzentrum_the_anschluss_is_open() -> None:
    row = audit(Plan(to_centre=""), MDV).loc["Bahnanschluss"]
    assert (row["verdict"], row["whole"]) == (NOT_CHECKED, MET)


@pytest.mark.parametrize(
    ("minute", "with_walk", "without"),
    [("34", MET, MET), ("36", NOT_MET, MET), ("38", NOT_MET, NOT_MET)],
)
def test_a_train_14_16_and_18_minutes_away_with_a_walk_of_two(
    minute: str, with_walk: str, without: str
) -> None:
    plan = Plan(to_centre=f"5:{minute}..21:{minute}/60", train_stop="KS")
    assert audit(plan, MDV, walk_s=120).loc["Bahnanschluss", "verdict"] == with_walk
    assert audit(plan, VVO, walk_s=120).loc["Bahnanschluss ohne Fußweg", "verdict"] == without


def test_direction_id_0_everywhere_changes_nothing() -> None:
    day = timetable(Plan().text())
    zero = day.with_columns(trip_direction=np.zeros(len(day.trip_id), np.int8))
    assert audit(zero, MDV)["value"].tolist() == audit(Plan(), MDV)["value"].tolist()


def test_two_town_lines_under_one_route_are_held_against_the_brand_apart() -> None:
    two = audit(Plan(further="60 (2024-05-14):  P    Q\n                 6:00 6:10"), MDV)
    assert two["line_id"].unique().tolist() == ["agency:60", "agency:60/2"]
    assert two.groupby("line_id")["whole"].first().tolist() == [MET, NOT_MET]


@pytest.mark.parametrize(
    ("what", "further"),
    [
        ("partial trips", "60 (2024-05-14): A C\n 12:00 12:10"),
        ("trips on demand", "60 (2024-05-14): A C K\n 12:00p 12:10p 12:20p"),
    ],
)
def test_what_is_not_whole_or_not_fixed_fills_no_hole(what: str, further: str) -> None:
    found = audit(Plan(out="5:00..11:00/60 13:00..20:00/60", further=further), MDV)
    assert found.loc["stündlich", "value"] == 13, what
    assert found.loc["Fahrtenpaare", "value"] == 15, what


def test_a_ring_has_its_trips_both_ways_round_and_no_stichfahrt() -> None:
    ring = "6:00 6:05 6:10 6:15\n7:00 7:05 7:10 7:15\n8:00 8:05 8:10 8:15"
    found = audit(timetable(f"R: A B C A\n{ring}\nR: A C B A\n{ring}"), MDV)
    assert found.loc["Stichfahrt", "value"] == 0
    assert found.loc["Fahrtenpaare", "value"] == 3
    assert "3 Umläufe in der einen, 3 in der anderen" in str(found.loc["Fahrtenpaare", "why"])


def test_a_line_one_way_only_has_no_pair() -> None:
    row = audit(Plan(back=""), MDV).loc["Fahrtenpaare"]
    assert (row["value"], row["verdict"]) == (0, NOT_MET)
    assert row["why"] == "0 (16 ab A, 0 ab K)"
