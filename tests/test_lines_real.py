"""Lines of real feeds: what surprised at first sight, each looked up in stop_times.txt by eye.

Walks between stops are taken as 1.3 times the beeline: two of the feeds have no streets.
"""

import time
from datetime import date
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from feeds import shared_data
from lines_on_screen import MOVING, PROFILES
from scipy.spatial import KDTree

from accessibility.line_audit import AuditCase, audit_lines
from accessibility.words import clock
from gtfs.earth import points_m
from gtfs.read import read_timetable
from gtfs.timetable import Timetable
from mobility.anschluesse import MISSED, find_anschluesse
from mobility.lines import Lines, find_lines
from mobility.rail_access import Changing
from mobility.transfers import build_transfers, footpaths_of

FEEDS = {
    "rnv": ("rnv/rnv.gtfs.zip", date(2016, 11, 15), date(2016, 11, 20)),
    "koeln": ("koeln/koeln_kvb.gtfs.zip", date(2020, 8, 25), date(2020, 8, 30)),
    "addison": ("addison/addison.gtfs.zip", date(2016, 7, 5), date(2016, 7, 10)),
}
LIMIT_S = 10.0  # of processor time for audit and Knoten together


class Found(NamedTuple):
    """What was found of a feed, and how long it took."""

    timetable: Timetable
    lines: Lines
    audit: pd.DataFrame
    anschluesse: pd.DataFrame
    seconds: float


@cache
def found(name: str) -> Found:
    file, tuesday, sunday = FEEDS[name]
    timetable = read_timetable([shared_data(file)])[0]
    started = time.process_time()
    lines, changing = find_lines(timetable), beeline(timetable)
    case = AuditCase(
        timetable, lines, {"schultag": tuesday, "sonntag": sunday}, changing,
        np.zeros(len(timetable.stop_id), np.bool_),
    )  # fmt: skip
    audit = audit_lines(case, range(len(lines.line_id)), list(PROFILES.values()))
    anschluesse = find_anschluesse(timetable, lines, tuesday, changing)
    return Found(timetable, lines, audit, anschluesse, time.process_time() - started)


def beeline(timetable: Timetable) -> Changing:
    """Return how one changes with walks straight on."""
    xyz = points_m(timetable.stop_lon, timetable.stop_lat)
    metres_a_second = MOVING.walk_speed_kmh / 3.6 / 1.3
    reach_m = MOVING.max_transfer_s * metres_a_second
    pairs = KDTree(xyz).query_pairs(reach_m, output_type="ndarray")
    apart_m = np.linalg.norm(xyz[pairs[:, 0]] - xyz[pairs[:, 1]], axis=1)
    walk_s = np.ceil(apart_m / metres_a_second).astype(np.int32)
    both = np.concatenate((pairs, pairs[:, ::-1])).astype(np.int32)
    footpaths = footpaths_of(len(xyz), both[:, 0], both[:, 1], np.tile(walk_s, 2))
    return Changing(build_transfers(timetable, footpaths, MOVING), footpaths)


@pytest.mark.parametrize("name", FEEDS)
def test_audit_and_knoten_of_a_real_feed_take_seconds(name: str) -> None:
    feed = found(name)
    assert feed.seconds < LIMIT_S
    assert len(feed.anschluesse)
    assert set(feed.audit["line_id"]) == set(feed.lines.line_id)


def row(name: str, line: str, criterion: str) -> pd.Series:
    audit = found(name).audit
    mdv = audit[(audit["profile"] == "plusbus-mdv") & (audit["criterion"] == criterion)]
    (one,) = [own for _, own in mdv[mdv["name"] == line].iterrows()]
    return one


def test_a_tram_every_ten_minutes_begins_too_late_over_the_whole_line() -> None:
    # trams from Rosengarten and Wasserturm run from 6:00 on; from Neckarstadt West the 6:33
    one = row("rnv", "2", "erste Abfahrt")
    assert (one["value_text"], one["verdict"]) == ("06:33", "nicht erfüllt")


def test_a_bus_that_ends_a_stop_farther_one_way_has_pairs_all_the_same() -> None:
    # 47 times from LU Hauptbahnhof, 45 to LU Rathaus and two to LU Hauptbahnhof
    assert row("rnv", "70", "Fahrtenpaare")["value"] == 47


def test_a_ring_one_way_round_has_no_pair() -> None:
    one = row("rnv", "41", "Fahrtenpaare")
    assert one["value"] == 0
    assert one["why"] == "0 (Ringlinie: 20 Umläufe in der einen, 0 in der anderen Richtung)"


def test_a_tram_that_turns_in_the_wood_and_comes_back_has_a_stichfahrt() -> None:
    one = row("rnv", "4/4A", "Stichfahrt")
    assert (one["value"], one["why"].split(" in ")[0]) == (1, "Carl-Benz-Bad zweimal")


def test_a_bus_with_another_minute_in_the_afternoon_misses_the_same_minute() -> None:
    # from Bonn Hbf at :13, :33 and :53, from 13 to 19 o'clock at :10, :30 and :50
    assert row("koeln", "SB55", "gleiche Minute")["verdict"] == "nicht erfüllt"


def test_a_tram_that_ends_short_in_the_evening_and_on_sunday_is_not_whole_then() -> None:
    # after 19:40 and all Sunday it turns in Holweide; Thielenbruch is the end by day
    assert row("koeln", "3", "letzte Abfahrt")["value_text"] == "19:40"
    assert row("koeln", "3", "Sonntag")["value"] == 0


def test_a_change_is_just_missed_in_the_evening() -> None:
    # 33 arrives 21:07, 156 s on foot and 2 min slack: 21:11:36; 26 leaves at 21:08 and 21:38.
    # The 33 the other way calls 9 s away from the 26 at 21:04, before the far stop at 21:05.
    feed = found("rnv")
    lines, table = feed.lines, feed.anschluesse
    here = feed.timetable.station_name[table["station"]] == "Rudolf-Diesel-Str."
    own = table[here & (lines.name[table["line"]] == "33") & (lines.name[table["to_line"]] == "26")]
    late = own[(own["verdict"] == MISSED) & (own["arrival_s"] == 21 * 3600 + 7 * 60)].iloc[0]
    assert (clock(late["departure_s"]), late["missed_by_s"]) == ("21:38", 216)
    assert (own.loc[own["arrival_s"] == 21 * 3600 + 4 * 60, "wait_s"] == 4 * 60).all()
