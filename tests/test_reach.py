"""Reach: who meets RIN, LEP and a county's own profile, on both sides of every limit.

Homes stand 4 minutes from their stop and board a minute later, as in ``towns``: a bus that takes
20 minutes is a journey of 25.
"""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from towns import MITTE, RIN, Home, Target, bus, compiled, question

from accessibility.access import Question, find_choices
from accessibility.criteria import Verdict, definitions, totals
from accessibility.profile_files import checked_profile, shipped_profile
from accessibility.reach import asks_alike, reach_verdicts
from accessibility.standards import Profile
from accessibility.words import NOTHING
from mobility.day import Day

LEP = shipped_profile(Profile, "lep-sachsen-2013")
STADT = Target("Stadt", kind="oberzentrum")


def changed(profile: Profile, **values: object) -> Profile:
    """Return the profile with some tables of its file written otherwise."""
    found = checked_profile(profile.model_dump() | values, "own")
    assert isinstance(found, Profile)
    return found


def hourly(takes: int, *, back: str = "6:31-20:31", every: int = 60) -> str:
    """Return a bus A–B every hour, there and back."""
    return bus("60", "A B", "6:05-19:05", takes=takes, every=every) + bus(
        "60", "B A", back, takes=takes
    )


def verdicts(
    lines: str,
    *homes: Home,
    targets: Sequence[Target] = (MITTE,),
    profiles: Sequence[Profile] = (RIN,),
    by_car: bool = True,
) -> dict[str, Verdict]:
    """Return the verdicts of a day by the key of their criterion, of the last profile."""
    asked, days = asked_of(lines, homes, targets, by_car=by_car)
    choices = find_choices(asked, days)
    found = reach_verdicts(asked, profiles, days, choices)
    return {one.criterion.key: one for one in found}


def asked_of(
    lines: str, homes: Sequence[Home], targets: Sequence[Target], *, by_car: bool = True
) -> tuple[Question, dict[str, Day]]:
    stops, day = compiled(lines)
    return question(homes, targets, stops, by_car=by_car), {"schultag": day}


def met(found: dict[str, Verdict], key: str) -> list[bool]:
    return [bool(one) for one in found[key].met]


# --- by public transport -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "takes", "enough"),
    [
        ("grundzentrum", 25, True),  # 30 minutes from door to door
        ("grundzentrum", 26, False),
        ("mittelzentrum", 40, True),  # 45
        ("mittelzentrum", 41, False),
        ("oberzentrum", 85, True),  # 90
        ("oberzentrum", 86, False),
    ],
)
def test_rin_allows_thirty_forty_five_and_ninety_minutes_and_none_more(
    kind: str, takes: int, *, enough: bool
) -> None:
    found = verdicts(hourly(takes), Home("Dorf"), targets=[Target("Ziel", kind=kind)])
    assert met(found, kind) == [enough]
    assert met(found, f"{kind}_time") == [enough]


@pytest.mark.parametrize(("takes", "enough"), [(40, True), (41, False)])
def test_the_lep_allows_forty_five_minutes_to_the_mittelzentrum(
    takes: int, *, enough: bool
) -> None:
    found = verdicts(hourly(takes), Home("Dorf"), profiles=[LEP])
    assert met(found, "mittelzentrum") == [enough]


def test_the_lep_says_nothing_of_grundzentren_stations_or_cars() -> None:
    found = verdicts(hourly(20), Home("Dorf"), profiles=[LEP])
    assert list(found) == [
        *("mittelzentrum", "mittelzentrum_time", "oberzentrum", "oberzentrum_time")
    ]


def test_a_two_hour_slot_without_a_bus_fails_the_standard_but_not_the_time() -> None:
    back_late = hourly(20, back="8:31-20:31")  # none home between 6 and 8
    found = verdicts(back_late, Home("Dorf"))
    assert met(found, "mittelzentrum") == [False]
    assert met(found, "mittelzentrum_time") == [True]


def test_a_walk_within_the_limit_needs_no_bus() -> None:
    found = verdicts("60: A B\n 4:00 4:30", Home("Dorf", on_foot={"Mitte": 1200}))
    assert met(found, "mittelzentrum") == [True]


def test_who_cannot_get_there_is_known_not_to_meet_it() -> None:
    lines = hourly(20) + "70: Z Y\n 8:00 8:10"
    found = verdicts(lines, Home("Dorf", people=50), Home("Öde", "Z", people=50))
    assert met(found, "mittelzentrum") == [True, False]
    assert found["mittelzentrum"].known.all()


def test_an_oberzentrum_meets_the_standards_of_the_lower_classes_too() -> None:
    found = verdicts(hourly(20), Home("Dorf"), targets=[STADT])
    assert met(found, "grundzentrum") == met(found, "oberzentrum") == [True]


def test_without_a_centre_of_the_class_nothing_can_be_said() -> None:
    asked, days = asked_of(hourly(20), [Home("Dorf")], [MITTE])
    found = reach_verdicts(asked, [RIN], days, find_choices(asked, days))
    table = totals(asked.places, found)
    of_kreis = table[table["area"] == "kreis"].set_index("criterion")
    assert of_kreis["verdict"]["oberzentrum"] == "nicht prüfbar"
    assert of_kreis["verdict"]["mittelzentrum"] == "erfüllt"
    assert of_kreis["people_met"]["mittelzentrum"] == 100


# --- several profiles ----------------------------------------------------------------------------


def test_a_profile_with_other_limits_looks_at_the_target_the_leading_one_has_chosen() -> None:
    lenient = changed(RIN, key="own", limits={"mittelzentrum": {"minutes": 50}})
    asked, days = asked_of(hourly(41), [Home("Dorf")], [MITTE])  # 46 minutes
    found = reach_verdicts(asked, [RIN, lenient], days, find_choices(asked, days))
    by_profile = {
        one.criterion.profile: bool(one.met[0])
        for one in found
        if one.criterion.key == "mittelzentrum"
    }
    assert by_profile == {"rin-2008": False, "own": True}


def test_a_profile_with_longer_slots_chooses_for_itself() -> None:
    back_late = hourly(20, back="8:31-20:31")
    long_day = {"weekday": ["08:00", "20:00"], "weekend": ["08:00", "20:00"], "slot_minutes": 120}
    later = changed(RIN, key="own", service=long_day)
    assert not asks_alike(later, RIN)
    assert met(verdicts(back_late, Home("Dorf"), profiles=[later]), "mittelzentrum") == [True]
    assert met(verdicts(back_late, Home("Dorf"), profiles=[RIN]), "mittelzentrum") == [False]


# --- by car --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "drive_s", "enough"),
    [
        ("grundzentrum", 17 * 60, True),  # and 3 minutes for parking: 20
        ("grundzentrum", 17 * 60 + 0.1, False),
        ("mittelzentrum", 27 * 60, True),
        ("mittelzentrum", 27 * 60 + 0.1, False),
        ("oberzentrum", 52 * 60, True),  # and 8 minutes for parking: 60
        ("oberzentrum", 52 * 60 + 0.1, False),
    ],
)
def test_by_car_rin_allows_twenty_thirty_and_sixty_minutes_parking_included(
    kind: str, drive_s: float, *, enough: bool
) -> None:
    home = Home("Dorf", drive_s={"Ziel": drive_s})
    found = verdicts(hourly(20), home, targets=[Target("Ziel", kind=kind)])
    assert met(found, f"{kind}_car") == [enough]
    assert found[f"{kind}_car"].day == ""  # no timetable in it


def test_by_car_the_nearest_centre_counts_not_the_one_the_bus_goes_to() -> None:
    near = Target("Nah", "C")
    lines = hourly(20) + "70: C D\n 8:00 8:10"
    home = Home("Dorf", drive_s={"Mitte": 3600, "Nah": 600})
    found = verdicts(lines, home, targets=[MITTE, near])
    assert met(found, "mittelzentrum_car") == [True]


def test_where_no_road_leads_nobody_drives_there_in_time() -> None:
    found = verdicts(hourly(20), Home("Dorf"))
    assert met(found, "mittelzentrum_car") == [False]
    assert found["mittelzentrum_car"].known.all()


def test_without_streets_or_centres_nothing_can_be_said_of_cars() -> None:
    home = Home("Dorf", drive_s={"Mitte": 60})
    assert not verdicts(hourly(20), home, by_car=False)["mittelzentrum_car"].known.any()
    assert not verdicts(hourly(20), home)["oberzentrum_car"].known.any()


# --- in words ------------------------------------------------------------------------------------


def test_every_criterion_says_what_was_computed_and_what_is_assumed() -> None:
    found = verdicts(hourly(20), Home("Dorf"))
    table = definitions(found.values()).set_index("criterion")
    assert table["title"]["mittelzentrum"] == "Mittelzentrum in 45\u202fmin"
    assert table["title"]["mittelzentrum_time"] == "Mittelzentrum in 45\u202fmin, Reisezeit allein"
    assert table["title"]["mittelzentrum_car"] == "Mittelzentrum in 30\u202fmin mit dem Auto"
    assert table["definition"]["mittelzentrum"] == (
        "Zielwert RIN 2008: höchstens 45\u202fmin von Tür zu Tür bei geplanter Abfahrt von 06:00 "
        "bis 20:00 Uhr (Samstag, Sonntag von 08:00 bis 20:00 Uhr), ohne Warten zu Hause; Median "
        "der brauchbaren Verbindungen; dazu in jedem Abschnitt von 2 Stunden eine brauchbare "
        "Verbindung, hin und zurück. Zu Fuß genügt der Weg. Annahme: Tageszeit und Abschnitte."
    )
    assert table["definition"]["bahn"].startswith("Annahme: höchstens 30\u202fmin")
    assert table["assumed"][["bahn", "mittelzentrum"]].tolist() == [True, False]
    assert NOTHING not in table["definition"].str.cat()


def test_less_than_half_may_be_enough_where_the_profile_says_so() -> None:
    third = changed(RIN, people={"least_share": 0.3})
    lines = hourly(20) + "70: Z Y\n 8:00 8:10"
    homes = [Home("Dorf", people=30), Home("Dorf", "Z", people=70)]
    asked, days = asked_of(lines, homes, [MITTE])
    choices = find_choices(asked, days)
    for profile, verdict in ((RIN, "nicht erfüllt"), (third, "erfüllt")):
        table = totals(asked.places, reach_verdicts(asked, [profile], days, choices))
        assert table.set_index("criterion")["verdict"]["mittelzentrum"].tolist() == [verdict] * 3


def test_a_question_led_by_the_lep_is_answered_for_rin_all_the_same() -> None:
    asked, days = asked_of(hourly(20), [Home("Dorf")], [MITTE])
    led = replace(asked, profile=LEP)
    found = reach_verdicts(led, [RIN], days, find_choices(led, days))
    assert {one.criterion.key: bool(one.met[0]) for one in found}["grundzentrum"]
