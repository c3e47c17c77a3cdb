"""Along: where on its way a trip calls: by distance, or at the nearest point, never backwards."""

from pathlib import Path

from feeds import read_calls, read_feed
from test_gtfs_shapes import TRIPS, WAY

from gtfs.timetable import NONE

HEAD = "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence"
# 0.01° of longitude here are 700 m, 0.01° of latitude 1113 m
STOPS = """
    stop_id,stop_name,stop_lat,stop_lon
    A,Grimma,51.20,12.70
    B,Dorf,51.21,12.71
    C,Colditz,51.20,12.72
"""
# east to the turning, north into the village and back, on east
SPUR = (
    f"{HEAD}\nw,51.20,12.70,1\nw,51.20,12.71,2\nw,51.21,12.71,3\nw,51.20,12.71,4\nw,51.20,12.72,5"
)


def along(tmp_path: Path, shapes: str, calls: str, stops: str = STOPS) -> list[int]:
    day, _ = read_calls(tmp_path, calls, shapes=shapes, stops=stops, trips=TRIPS)
    metres: list[int] = day.call_m.tolist()
    return metres


def called(*stops: str, distances: tuple[str, ...] = ()) -> str:
    head = "trip_id,arrival_time,departure_time,stop_id,stop_sequence,shape_dist_traveled"
    rows = [
        f"t1,8:{n:02}:00,8:{n:02}:00,{stop},{n},{distances[n] if distances else ''}"
        for n, stop in enumerate(stops)
    ]
    return "\n".join([head, *rows])


def test_stops_lie_at_the_nearest_point_of_the_way(tmp_path: Path) -> None:
    day = read_feed(tmp_path, {"shapes.txt": WAY, "trips.txt": TRIPS})

    # Grimma at the start, Bad Lausick at the second corner, Colditz at the end
    assert day.call_m.tolist() == [day.point_m[0], round(day.point_m[2]), round(day.point_m[4])]


def test_a_village_at_the_end_of_a_spur_is_called_at_once_and_left_the_same_way(
    tmp_path: Path,
) -> None:
    assert along(tmp_path, SPUR, called("A", "B", "C")) == [0, 1811, 3623]


def test_a_ring_begins_and_ends_at_the_same_stop(tmp_path: Path) -> None:
    corners = ("51.20,12.70", "51.21,12.70", "51.21,12.71", "51.20,12.71", "51.20,12.70")
    ring = [f"w,{corner},{number}" for number, corner in enumerate(corners)]

    assert along(tmp_path, "\n".join([HEAD, *ring]), called("A", "B", "A")) == [0, 1811, 3623]


def test_the_feeds_own_distances_say_which_of_two_passes_is_meant(tmp_path: Path) -> None:
    distances = ("shape_dist_traveled", "0", "0.7", "1.8", "2.9", "3.6")
    rows = zip(SPUR.split("\n"), distances, strict=True)
    measured = "\n".join(f"{row},{distance}" for row, distance in rows)
    turning = STOPS.replace("B,Dorf,51.21", "B,Abzweig,51.20")

    first = along(tmp_path, measured, called("A", "B", "C", distances=("0", "0.7", "3.6")), turning)
    second = along(
        tmp_path, measured, called("A", "B", "C", distances=("0", "2.9", "3.6")), turning
    )

    assert (first, second) == ([0, 699, 3623], [0, 2924, 3623])


def test_distances_in_another_unit_than_the_ways_are_not_believed(tmp_path: Path) -> None:
    measured = WAY.replace("sequence\n", "sequence,shape_dist_traveled\n")
    for number in range(1, 6):
        measured = measured.replace(f",{number}\n", f",{number},{1000 * number}\n")
    stops = called("A", "B", "C", distances=("0.0", "15.6", "27.1"))

    at = read_calls(tmp_path, stops, shapes=measured, trips=TRIPS)[0]

    assert at.call_m.tolist() == [0, round(at.point_m[2]), round(at.point_m[4])]


def test_a_stop_far_off_the_way_has_no_place_on_it(tmp_path: Path) -> None:
    far = STOPS.replace("B,Dorf,51.21", "B,Dorf,51.22")
    day, findings = read_calls(tmp_path, called("A", "B", "C"), shapes=SPUR, stops=far, trips=TRIPS)

    assert day.call_m.tolist() == [0, NONE, 3623]
    told = findings["stop_far_from_shape"]
    assert (told.file, told.row, told.count) == ("stop_times.txt", 3, 1)
