"""Ways of trips: shapes.txt becomes points, what is wrong with it is told, and the feed is read."""

from pathlib import Path
from textwrap import dedent

import pytest
from feeds import find_findings, read_feed, shared_data, write_feed

from gtfs.findings import Finding, Severity
from gtfs.read import read_timetable
from gtfs.timetable import Timetable

TRIPS = "route_id,service_id,trip_id,shape_id\nr60,daily,t1,w"
# From Grimma west, then south to Bad Lausick, then east to Colditz: right angles.
WAY = """
    shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence
    w,51.23,12.73,1
    w,51.23,12.65,2
    w,51.14,12.65,3
    w,51.14,12.80,4
    w,51.13,12.80,5
"""


def with_way(tmp_path: Path, shapes: str | bytes, trips: str = TRIPS) -> Timetable:
    return read_feed(tmp_path, {"shapes.txt": shapes, "trips.txt": trips})


def found(tmp_path: Path, shapes: str | bytes, trips: str = TRIPS) -> dict[str, Finding]:
    findings = find_findings(tmp_path, {"shapes.txt": shapes, "trips.txt": trips})
    assert "file_not_used" not in findings
    return {code: one for code, one in findings.items() if "shape" in code}


def points(timetable: Timetable) -> list[tuple[float, float]]:
    return list(zip(timetable.point_lat.tolist(), timetable.point_lon.tolist(), strict=True))


def test_a_way_is_its_points_in_their_order_with_metres(tmp_path: Path) -> None:
    day = with_way(tmp_path, WAY)

    assert day.shape_id.tolist() == ["w"]
    assert day.first_point.tolist() == [0, 5]
    assert points(day)[:2] == [(51.23, 12.73), (51.23, 12.65)]
    # 0.08° of longitude at 51.23° N are 5.6 km, 0.09° of latitude 10.0 km
    assert day.point_m.round(-2).tolist() == [0, 5600, 15600, 26100, 27200]
    assert found(tmp_path, WAY) == {}


def test_points_out_of_order_are_sorted_and_told(tmp_path: Path) -> None:
    *rows, second, third = WAY.strip().split("\n")
    turned = "\n".join([*rows, third, second])

    assert points(with_way(tmp_path, turned)) == points(with_way(tmp_path, WAY))
    told = found(tmp_path, turned)["shape_unsorted"]
    assert (told.row, told.count, told.severity) == (6, 1, Severity.FACT)


def test_points_of_equal_number_keep_the_order_of_the_file(tmp_path: Path) -> None:
    twice = WAY.replace("12.65,3", "12.65,2")

    assert points(with_way(tmp_path, twice)) == points(with_way(tmp_path, WAY))
    assert found(tmp_path, twice)["shape_sequence_repeated"].row == 4


def test_a_point_nobody_can_draw_is_left_out_and_counted(tmp_path: Path) -> None:
    faults = WAY + "w,somewhere,12.80,6\nw,51.1,,7\nw,51.1,500,8\n,51.1,12.8,9\nw,51.1,12.8,x\n"

    assert points(with_way(tmp_path, faults)) == points(with_way(tmp_path, WAY))
    told = found(tmp_path, faults)["shape_point_unusable"]
    assert (told.row, told.count, told.severity) == (7, 5, Severity.INFO)


def test_a_way_of_one_place_is_none(tmp_path: Path) -> None:
    spot = "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\nw,51.2,12.7,1\nw,51.2,12.7,2"

    day = with_way(tmp_path, spot)

    assert (len(day.shape_id), len(day.point_lon)) == (0, 0)
    assert day.call_m.tolist() == [-1, -1, -1]
    assert found(tmp_path, spot)["shape_too_short"].count == 1


def test_a_shape_id_that_shapes_do_not_have_and_a_way_without_a_trip(tmp_path: Path) -> None:
    told = found(tmp_path, WAY, TRIPS.replace(",w", ",v"))

    assert (told["unknown_shape"].file, told["unknown_shape"].row) == ("trips.txt", 2)
    assert (told["shapes_unused"].file, told["shapes_unused"].count) == ("shapes.txt", 1)


@pytest.mark.parametrize(
    ("shapes", "reason"),
    [
        ("shape_id,shape_pt_lat\nw,51.2", "keine Spalte shape_pt_lon, shape_pt_sequence"),
        (WAY.replace("12.73", '"12.73'), "unlesbar"),
    ],
    ids=["columns missing", "a quotation mark not closed"],
)
def test_a_file_that_is_no_table_of_ways_does_not_refuse_the_feed(
    tmp_path: Path, shapes: str, reason: str
) -> None:
    assert with_way(tmp_path, shapes).call_m.tolist() == [-1, -1, -1]
    told = found(tmp_path, shapes)["shapes_not_used"]
    assert reason in told.message
    assert told.severity == Severity.INFO


def test_points_nearer_than_five_metres_to_the_line_are_thinned_but_counted_in_metres(
    tmp_path: Path,
) -> None:
    wave = "\n".join(
        f"w,{51.23 + 0.00003 * (n % 2):.5f},{12.73 - 0.0001 * n:.5f},{n}" for n in range(801)
    )
    day = with_way(tmp_path, "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n" + wave)

    # 800 steps of 7.0 m west and 3.3 m north or south: 7.7 m each
    assert len(day.point_lon) == 2
    assert day.point_m[-1] == pytest.approx(800 * 7.74, abs=10)


def test_of_two_feeds_the_ways_have_their_feeds_name(tmp_path: Path) -> None:
    changes = {"shapes.txt": WAY, "trips.txt": TRIPS}
    alone = read_timetable([write_feed(tmp_path / "alone", changes)])[0]
    two = read_timetable([write_feed(tmp_path / n, changes) for n in ("one", "two")])[0]

    assert alone.shape_id.tolist() == ["w"]
    assert two.shape_id.tolist() == two.trip_shape.tolist() == ["one:w", "two:w"]
    assert two.first_point.tolist() == [0, 5, 10]
    assert two.call_m.tolist() == alone.call_m.tolist() * 2


def test_the_real_feeds_of_addison_and_porto_alegre_have_ways() -> None:
    addison = read_timetable([shared_data("addison/addison.gtfs.zip")])[0]
    trensurb, findings = read_timetable([shared_data("poa/poa_trensurb.gtfs.zip")])

    assert (addison.call_m >= 0).all()
    assert len(trensurb.shape_id) == 3
    (off,) = [f for f in findings if f.code == "stop_far_from_shape"]
    assert off.count == (trensurb.call_m < 0).sum() == 293


@pytest.mark.parametrize("latitude", ["51.23", "somewhere"], ids=["all numbers", "one is none"])
@pytest.mark.parametrize("shape_id", ["0012", "1e3", "NA"])
def test_a_shape_id_is_a_text_whatever_it_looks_like(
    tmp_path: Path, shape_id: str, latitude: str
) -> None:
    way = dedent(WAY).replace("w,", f"{shape_id},") + f"7,{latitude},12.73,1\n"
    day = with_way(tmp_path, way, TRIPS.replace(",w", f",{shape_id}"))

    assert day.shape_id.tolist() == [shape_id]
    assert len(day.point_m) == 5
