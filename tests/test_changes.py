"""Changes: what one catches after a ride, and which changes are not worth making."""

from engine import Engine
from oracle_text import footpaths
from timetables import DAY, timetable

from mobility.changes import find_changes


def changes(lines: str, walks: str = "") -> dict[str, list[str]]:
    """Return by ride, ``60 8:00 B`` for who alights at B, the rides one then catches."""
    service = Engine(timetable(lines), footpaths(walks), DAY)
    connections, typed, runs = service.day.connections, service.timetable, service.day.runs
    found = find_changes(connections, service.day.transfers)

    def ride(c: int, stop: int, when: int) -> str:
        line = typed.route_name[typed.trip_route[runs.trip[connections.run[c]]]]
        return f"{line} {when // 3600}:{when // 60 % 60:02d} {typed.stop_id[stop]}"

    arriving, leaving = (
        [ride(c, int(stop), int(when)) for c, (stop, when) in enumerate(zip(*columns, strict=True))]
        for columns in (
            (connections.to_stop, connections.arrival_s),
            (connections.from_stop, connections.departure_s),
        )
    )
    return {
        arriving[c]: [
            leaving[other] for other in found.boarding[found.first[c] : found.first[c + 1]].tolist()
        ]
        for c in range(len(arriving))
        if found.first[c] < found.first[c + 1]
    }


def test_one_catches_the_first_ride_after_walk_and_slack() -> None:
    # 120 s at the same stop, 120 s more from C to D: the 8:11 and the 8:13 have just left
    found = changes(
        """
        60:  A B
             8:00 8:10
        70:  B X
             8:11 8:20
             8:12 8:21
             8:22 8:31
        80:  C X
             8:13 8:23
             8:14 8:24
        """,
        "B=C 120",
    )

    assert found["60 8:10 B"] == ["70 8:12 B", "80 8:14 C"]


def test_nothing_is_caught_after_the_last_ride() -> None:
    assert changes("60: A B\n 8:00 8:10\n70: B X\n 8:11 8:20") == {}


def test_who_catches_it_later_from_the_same_seat_need_not_change_yet() -> None:
    # the 70 is caught on foot from B, and at C, where the 60 is at 8:15, as well
    lines = "60: A B C\n 8:00 8:10 8:15\n70: C X\n 8:{} 8:40"
    walk = "B=C 300"

    assert changes(lines.format(20), walk) == {"60 8:15 C": ["70 8:20 C"]}


def test_a_ride_caught_on_foot_alone_is_kept() -> None:
    # who walks is at C at 8:14 and has the 8:16; the bus is there at 8:15 and needs 2 minutes
    lines = "60: A B C\n 8:00 8:10 8:15\n70: C X\n 8:16 8:40\n 8:30 8:50"

    assert changes(lines, "B=C 240") == {
        "60 8:10 B": ["70 8:16 C"],
        "60 8:15 C": ["70 8:30 C"],
    }


def test_who_may_not_alight_or_board_changes_to_nothing() -> None:
    assert changes("60: A B C\n 8:00 8:10i 8:20\n70: B X\n 8:15 8:25") == {}
    assert changes("60: A B\n 8:00 8:10\n70: Z B X\n 8:05 8:15o 8:25") == {}


def test_a_seat_kept_into_another_trip_hides_no_change() -> None:
    # in the block one comes to C as well, but only who stays seated: the walk from B is kept
    lines = """
        60: A B
            8:00 8:10  # block=b
        61: B C
            8:11 8:15  # block=b
        70: C X
            8:20 8:40
    """
    found = changes(lines, "B=C 180")

    assert found["60 8:10 B"] == ["70 8:20 C"]
    assert found["61 8:15 C"] == ["70 8:20 C"]
