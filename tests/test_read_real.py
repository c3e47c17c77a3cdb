"""Real feeds: what the files hold is what the Timetable holds."""

from datetime import date

import pytest
from feeds import shared_data

from gtfs.feed import FeedError
from gtfs.findings import Finding
from gtfs.oddities import find_oddities
from gtfs.read import read_timetable
from gtfs.timetable import PHONE, Timetable

pytestmark = pytest.mark.real


def read(*names: str) -> tuple[Timetable, dict[str, Finding]]:
    timetable, findings = read_timetable([shared_data(name) for name in names])
    return timetable, {f.code: f for f in findings}


def loops(timetable: Timetable) -> int:
    """Return how many trips end where they began."""
    first, last = timetable.first_call[:-1], timetable.first_call[1:] - 1
    return int((timetable.call_stop[first] == timetable.call_stop[last]).sum())


def calls(timetable: Timetable, trip_id: str) -> list[tuple[str, str]]:
    span = timetable.calls_of(timetable.trip_id.tolist().index(trip_id))
    clock = [f"{s // 3600}:{s // 60 % 60:02}" for s in timetable.arrival_s[span].tolist()]
    return list(zip(clock, timetable.stop_id[timetable.call_stop[span]].tolist(), strict=True))


def test_rnv() -> None:
    timetable, noted = read("rnv/rnv.gtfs.zip")

    assert (len(timetable.stop_id), len(timetable.route_id)) == (2_057, 100)
    assert (len(timetable.trip_id), len(timetable.call_stop)) == (20_636, 424_266)
    assert len(timetable.trips_on(date(2016, 11, 15))) == 7_123
    assert timetable.first_date == date(2016, 10, 22)
    assert timetable.dates == 50
    assert set(noted) == {"rows_read"}
    assert calls(timetable, "133162_merged_890836")[:2] == [
        ("20:00", "570001"),
        ("20:01", "216501"),
    ]


def test_addison() -> None:
    timetable, noted = read("addison/addison.gtfs.zip")

    assert (len(timetable.stop_id), len(timetable.route_id)) == (114, 11)
    assert len(timetable.trip_id) == 330
    assert len(timetable.trips_on(date(2016, 7, 5))) == 135
    assert loops(timetable) == 214
    assert noted["untimed_calls"].count == 3_215
    assert (timetable.trip_block >= 0).any()
    assert (timetable.pickup == PHONE).any()
    assert "frequencies" not in noted
    assert timetable.rule_type.tolist() == [1]
    assert (timetable.arrival_s <= timetable.departure_s).all()


def test_both_feeds_of_porto_alegre() -> None:
    timetable, _ = read("poa/poa_eptc.gtfs.zip", "poa/poa_trensurb.gtfs.zip")

    assert len(timetable.stop_id) == 3_986 + 24
    assert len(timetable.call_stop) == 130_019 + 14_855
    assert timetable.feed_name.tolist() == ["poa_eptc.gtfs", "poa_trensurb.gtfs"]
    assert timetable.agency_id.tolist() == ["poa_eptc.gtfs:EPTC", "poa_trensurb.gtfs:TRENS"]
    assert timetable.route_name[timetable.route_rail].tolist() == ["LINHA1", "AREO"]
    assert len(timetable.trips_on(date(2019, 5, 28))) > 1_000


def test_koeln() -> None:
    timetable, _ = read("koeln/koeln_kvb.gtfs.zip")

    assert (len(timetable.stop_id), len(timetable.route_id)) == (282, 20)
    assert (len(timetable.trip_id), len(timetable.call_stop)) == (32_474, 691_770)
    assert len(timetable.trips_on(date(2020, 8, 25))) == 3_336
    assert len(timetable.rule_type) == 278
    assert set(timetable.rule_type.tolist()) == {2, 3}
    assert {f.code: f.count for f in find_oddities(timetable)}["zero_minute_hops"] > 0


def test_bydgoszcz() -> None:
    timetable, _ = read("bydgoszcz/bydgoszcz.gtfs.zip")

    assert len(timetable.stop_id) == 1_060
    assert (len(timetable.trip_id), len(timetable.call_stop)) == (25_534, 583_164)
    assert loops(timetable) == 374


def test_a_flexible_service_is_listed_and_leaves_no_scheduled_trip() -> None:
    timetable, noted = read("flex_uckermark")

    assert len(timetable.stop_id) == 378
    assert len(timetable.trip_id) == 0
    assert noted["flex_not_used"].count == 8
    assert noted["flex_not_used"].done.endswith("Fahrten ganz ohne Fahrplanzeit: 8")


def test_the_mdv_feed_without_stop_times_is_refused() -> None:
    with pytest.raises(FeedError, match=r"mdv_2019.*\n?.*stop_times\.txt is missing"):
        read("mdv_2019")
