"""From call to call: too fast to be true, or no way at all."""

from timetables import timetable

from gtfs.findings import Finding, Severity
from gtfs.hops import find_odd_hops
from gtfs.timetable import Timetable

AT = {"A": (12.0, 51.0), "B": (12.0, 51.1), "C": (12.0, 51.2)}  # 11.1 km from each to the next


def odd(day: Timetable) -> dict[str, Finding]:
    return {finding.code: finding for finding in find_odd_hops(day)}


def test_a_bus_is_not_faster_than_100_kmh_as_the_crow_flies() -> None:
    noted = odd(timetable("60:  A  B  C\n 8:00 8:05 8:20\n 9:00 9:06 9:12", at=AT))

    # 11.1 km in 5 min: 111 km/h even with a minute more; in 6 min 95 km/h
    assert noted["too_fast"].count == 1
    assert noted["too_fast"].severity == Severity.WARNING
    assert noted["too_fast"].message.endswith("am weitesten Linie 60, A – B: 11 km in 5 min")


def test_a_train_may_be() -> None:
    assert odd(timetable("S1:  A  B  C\n 8:00 8:05 8:10", at=AT)) == {}
    assert odd(timetable("S1:  A  B  C\n 8:00 8:01 8:10", at=AT))["too_fast"].count == 1


def test_hops_without_time_are_a_fact_and_repeated_stops_a_fault() -> None:
    noted = odd(timetable("60:  A  B  B  C\n 8:00 8:00 8:01 8:20", at={"B": (10.0, 51.0)}))

    assert noted["zero_minute_hops"].severity == Severity.FACT
    assert noted["stop_repeated"].severity == Severity.INFO
    assert [noted[code].count for code in ("zero_minute_hops", "stop_repeated")] == [1, 1]
