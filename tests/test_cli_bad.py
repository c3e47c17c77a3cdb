"""Bad input to `mobility build` and `mobility check`: refused in words, and nothing is written."""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from commands import mobility, refused
from feeds import shared_data, zip_feed
from valley import FEED, ORTSTEILE, REGION, ZENTREN, Files, street, write_valley


def refusal(folder: Path, *, feed: Files | None = None, **files: str | bytes | None) -> str:
    """Build the valley with files replaced; return why that was refused, nothing being written."""
    region = write_valley(folder, feed=feed, **files)
    before = sorted(folder.rglob("*"))
    message = refused("build", region, "-o", folder / "deep" / "net")
    assert sorted(folder.rglob("*")) == before
    return message


def changed(file: str, old: str, new: str) -> dict[str, str]:
    assert old in FEED[file]
    return {file: FEED[file].replace(old, new, 1)}


# The feed


@pytest.mark.parametrize(
    ("feed", "message"),
    [
        ({"stop_times.txt": None}, "stop_times.txt is missing; without it there is no timetable"),
        ({"trips.txt": ""}, "trips.txt is empty: not one row after the header"),
        ({"calendar_dates.txt": None}, "calendar.txt and calendar_dates.txt are both missing"),
        (
            {"stops.txt": FEED["stops.txt"].replace("Süd", "Süd").encode("cp1252")},
            "stops.txt row 5, byte 114: 0xfc is not UTF-8 text (it looks like ISO-8859-1 or",
        ),
        (changed("stops.txt", "Mitte,", '"Mitte,'), "look for a quotation mark that is not closed"),
        (changed("stop_times.txt", ",B,", ",X,"), "stop_times.txt row 3: stop_id 'X' is not in"),
        (
            changed("stop_times.txt", "school-east6", "x"),
            "stop_times.txt row 2: trip_id 'x' is not in trips.txt",
        ),
        (
            changed("stop_times.txt", "06:10:00,06:10:00", "05:10:00,05:10:00"),
            "stop_times.txt row 3: arrival_time '05:10:00' is earlier than the departure of",
        ),
        (
            changed("stops.txt", "51.2000,12.7900", "0,0"),
            "stops.txt row 6: stop_id 'D' lies at 0,0",
        ),
        (
            changed("stops.txt", "51.2000,12.7900", "12.7900,51.2000"),
            "stops.txt row 6: stop_lon '51.2000' and stop_lat are swapped: turned round they lie",
        ),
    ],
)
def test_a_feed_is_refused_with_file_row_field_and_value(
    tmp_path: Path, feed: Mapping[str, str | bytes | None], message: str
) -> None:
    assert message in refusal(tmp_path / "valley", feed=feed)
    assert message in refused("check", tmp_path / "valley" / "feed")


def test_a_byte_order_mark_and_quotes_are_no_fault(tmp_path: Path) -> None:
    quoted = '"route_id","service_id","trip_id"\n"r60","school","t"\n'
    times = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    times += "t,6:00:00,6:00:00,A,1\nt,6:10:00,6:10:00,B,2\n"
    feed: Files = {"trips.txt": b"\xef\xbb\xbf" + quoted.encode(), "stop_times.txt": times}
    region = write_valley(tmp_path, feed=feed)
    assert mobility("build", region, "-o", tmp_path / "net").code == 0


@pytest.mark.real
def test_the_mdv_feed_without_its_calls_is_refused_by_check_and_build(tmp_path: Path) -> None:
    mdv = shared_data("mdv_2019")
    said = refused("check", mdv)
    assert "stop_times.txt is missing; without it there is no timetable, ask for the whole" in said
    region = REGION.replace('gtfs = "feed"', f'gtfs = "{mdv}"')
    assert "stop_times.txt is missing" in refusal(tmp_path / "valley", region=region)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty; download the feed again"),
        (b"<html>404</html>", "not a zip, it begins with b'<html>404</html>'; a GTFS zip or"),
        ("cut", "the zip is cut off or damaged"),
        ("flipped", "stops.txt cannot be unpacked"),
        ("bomb", "more than 250-fold: no timetable does that (zip bomb)"),
    ],
)
def test_a_zip_that_is_none_is_refused(tmp_path: Path, content: bytes | str, message: str) -> None:
    write_valley(tmp_path / "valley")
    path = zip_feed(tmp_path / "valley" / "feed", tmp_path / "feed.zip")
    raw = bytearray(path.read_bytes())
    if content == "cut":
        path.write_bytes(raw[: len(raw) // 2])
    elif content == "flipped":
        at = raw.index(b"stops.txt") + 20
        raw[at : at + 8] = bytes(8)
        path.write_bytes(raw)
    elif content == "bomb":
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("transfers.txt", bytes(11 << 20))
    elif isinstance(content, bytes):
        path.write_bytes(content)
    assert message in refused("check", path)
    region = REGION.replace('gtfs = "feed"', 'gtfs = "../feed.zip"')
    assert message in refusal(tmp_path / "valley", region=region)


# Streets, places, the region file


@pytest.mark.parametrize(
    ("osm", "message"),
    [
        ("", "tal.osm: cannot be read as OpenStreetMap data"),
        ('<osm version="0.6"/>', "tal.osm: no way with highway=*"),
        (street()[:400], "the file is damaged, cut off or not what its ending says"),
        (street().replace("12.7", "12,7"), "tal.osm: cannot be read as OpenStreetMap data"),
        (street().replace("residential", "motorway"), "no way of the OSM data is open to walkers"),
        (
            street(lon=3.0),
            "the OSM extract does not overlap the stops: stops lie in lon 12.700 to 12.790",
        ),
    ],
)
def test_streets_that_are_none_are_refused(tmp_path: Path, osm: str, message: str) -> None:
    assert message in refusal(tmp_path, tal=osm)


def test_what_lies_far_from_any_way_is_counted_and_listed(tmp_path: Path) -> None:
    far = ORTSTEILE + "    fern,Fernau,Tal,12.76,51.30,20\n"
    short = street(nodes=9)  # ends 700 m before the stop D
    region = write_valley(tmp_path, ortsteile=far, tal=short)
    assert mobility("build", region, "-o", tmp_path / "net").code == 0
    rows = json.loads((tmp_path / "net" / "report.json").read_text(encoding="utf-8"))
    found = {row["code"]: row for row in rows}
    assert "Bahnhof (D)" in found["stop_unlinked"]["message"]
    assert "Fernau (fern), Bahnhof (bahn:D)" in found["places_unlinked"]["message"]
    assert "Fernau (fern)" in found["points_unlinked"]["message"]
    counts = [found[code]["count"] for code in ("stop_unlinked", "places_unlinked")]
    assert counts == [1, 2]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"ortsteile": ""}, "ortsteile.csv: the file is empty; it needs a line with the column"),
        ({"ortsteile": "id,name,kommune,lon,lat"}, "ortsteile.csv: has no rows"),
        (
            {"ortsteile": ORTSTEILE.replace("kommune", "komune")},
            "ortsteile.csv: no column 'kommune' (did you mean \"komune\"?)",
        ),
        (
            {"ortsteile": ORTSTEILE.replace("400", "viele")},
            "ortsteile.csv, row 2, population: 'viele' is not a number",
        ),
        (
            {"ortsteile": ORTSTEILE.replace("mitte,", "west,")},
            "ortsteile.csv, row 3, id: 'west' repeats row 2; ids must be unique",
        ),
        (
            {"ortsteile": ORTSTEILE.replace("12.7005,51.2005", "51.2005,12.7005")},
            "ortsteile.csv, row 2, lon, lat: 51.2005, 12.7005 look swapped; lon comes first",
        ),
        (
            {"zentren": ZENTREN.replace("grundzentrum", "Grundzentren")},
            "zentren.csv, row 3, level: 'Grundzentren' is none of grundzentrum, mittelzentrum",
        ),
        (
            {"region": REGION.replace("osm =", "osn =")},
            "[inputs] unknown key 'osn'; the nearest valid key is 'osm'",
        ),
        (
            {"region": REGION.replace("ortsteile.csv", "orte.csv")},
            "[inputs] ortsteile = 'orte.csv': no such file: ",
        ),
        ({"region": REGION.replace("ortsteile.csv", "feed")}, "feed: is a folder; name the file"),
        ({"region": REGION + "boundary"}, "region.toml: is not valid TOML: "),
    ],
)
def test_tables_and_region_files_are_refused_with_what_to_do(
    tmp_path: Path, files: dict[str, Any], message: str
) -> None:
    assert message in refusal(tmp_path, **files)


def test_all_that_is_wrong_with_the_tables_is_told_at_once(tmp_path: Path) -> None:
    said = refusal(
        tmp_path,
        ortsteile=ORTSTEILE.replace("400", "viele").replace("mitte,", "west,"),
        zentren=ZENTREN.replace("12.7600", "östlich"),
    )
    assert "row 2, population: 'viele'" in said
    assert "row 3, id: 'west' repeats row 2" in said
    assert "zentren.csv, row 2, lon: 'östlich' is not a number" in said
