"""What one asks amiss of the engine, by the real command: each message names it and what to do."""

from pathlib import Path

import numpy as np
import pytest
from commands import mobility, refused
from valley import write_valley

from accessibility.ends import off_the_streets
from api.build import build_region
from api.service import load_service
from api.windows import parse_window

TUESDAY = ("--date", "2024-05-14")
STOPS = """
    stop_id,stop_name,stop_lat,stop_lon
    A,Westdorf,51.2000,12.7000
    B,Mitte,51.2000,12.7300
    B2,Mitte,51.2000,12.7320
    C,Ostheim,51.2000,12.7600
    D,Bahnhof,51.2090,12.7900
"""  # D is a kilometre north of the only street


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asked")
    build_region(write_valley(folder, feed={"stops.txt": STOPS}), folder / "net")
    return folder / "net"


def journeys(
    net: Path, origin: str, destination: str, *, date: str = "2024-05-14"
) -> tuple[object, ...]:
    return ("journeys", net, "--from", origin, "--to", destination, "--date", date)


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ("Westdorf", "west, stop:A"),
        ("westdorf", "west, stop:A"),
        ("Mitte", "mitte, stop:B, stop:B2"),
        ("stop:Bahnhof", "bahn:D, stop:D"),
        ("Ostheim Markt", "z-ost"),
    ],
)
def test_a_name_in_place_of_an_id_is_answered_with_the_ids_of_that_name(
    net: Path, asked: str, ids: str
) -> None:
    told = f"unknown id '{asked}'; ids of that name: {ids} (a place id, stop:<stop_id> or lon,lat)"
    assert told in refused(*journeys(net, asked, "ost"))
    assert told in refused(*journeys(net, "ost", asked))


def test_a_place_misspelt_is_answered_with_the_nearest_ids(net: Path) -> None:
    assert "unknown id 'z-osst'; nearest: z-ost, " in refused(*journeys(net, "west", "z-osst"))


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2024-05-15", "no Wednesday is better, the nearest good date is Tues"),
        ("2031-05-14", "2031-05-14 is outside the feed, which runs from 2024-05-14 to 2024-05-21"),
    ],
)
def test_a_date_without_service_is_refused_with_the_nearest_good_one(
    net: Path, day: str, message: str
) -> None:
    assert message in refused(*journeys(net, "west", "ost", date=day))


def test_a_stop_that_no_street_leads_to_is_named_and_one_still_boards_there(net: Path) -> None:
    code, out, err = mobility(*journeys(net, "stop:D", "stop:C"))
    assert (code, err.count("\n")) == (0, 1)
    assert (
        "1 stop(s) farther than 500 m from any walkable street, so nobody walks there but from its "
        "own station: stop:D"
    ) in err
    assert "08:59–09:10" in out


def test_a_stop_on_the_street_is_not_named(net: Path) -> None:
    assert mobility(*journeys(net, "stop:A", "stop:C")).err == ""


def test_of_many_ends_off_the_streets_ten_are_named_and_all_are_counted(net: Path) -> None:
    service = load_service(net)
    ids = [f"p{n}" for n in range(12)]
    far = service.linked(ids, np.full(12, 12.7), np.full(12, 51.3))
    (told,) = off_the_streets(service.network, far)
    assert told.startswith("12 point(s) farther than 500 m from any walkable street")
    assert told.endswith("p8, p9 …")


@pytest.mark.parametrize(
    ("option", "span", "message"),
    [
        ("--window", "09:00-09:00", "09:00-09:00: the window is empty; write e.g. 06:00-09:00"),
        ("--arrive-by", "9:00-8:00", "09:00-08:00: the window is empty; write e.g. 06:00-09:00"),
        ("--window", "22:00-02:00", "22:00-02:00: the window is empty; write e.g. 22:00-26:00"),
        ("--window", "03:00-05:00", "03:00-05:00: the window must lie within the operating day"),
    ],
)
def test_a_window_that_is_none_is_refused_with_one_that_is(
    net: Path, tmp_path: Path, option: str, span: str, message: str
) -> None:
    out = tmp_path / "areas.gpkg"
    asked = ("isochrones", net, "--from", "west", *TUESDAY, option, span, "-o", out)
    assert message in refused(*asked)
    assert not out.exists()


def test_places_and_stops_are_asked_for_by_their_ids_alone(net: Path) -> None:
    service = load_service(net)
    here, there = service.linked(["west", "stop:A"]), service.linked(["stop:B"])
    found = service.matrix(here, there, service.days["schultag"], parse_window("06:00-08:00"))
    # 10 minutes by bus and one to board; west is its own walk away from A
    assert found["journey_time_min"].tolist()[1] == 660
    assert found["journeys"].tolist() == [2, 2]
