"""A line taken out and run again gives back the network it was taken out of, to the last bit."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from oracle_scenarios import made_of
from scenario_lots import Change

from api.scenarios.files import Source
from api.scenarios.ground import Made, ground_of, make
from api.scenarios.service import changed_service
from api.service import Service
from gtfs.timetable import Ints
from mobility.draft import Ground
from mobility.lines import find_lines
from mobility.scenario import Scenario
from mobility.ways import BACK, OUT


def trips_of(ground: Ground, line: str, way: int | None = None) -> Ints:
    lines = find_lines(ground.timetable, ground.said)
    own = lines.line_id[lines.trip_line] == line
    return np.flatnonzero(own if way is None else own & (lines.trip_way == way))


def access(service: Service, days: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(service.access(days).drop(columns="geometry"))


def refuse_misfits(made: Made) -> Made:
    made.refuse_misfits()
    return made


# --- a TaktBus of the demo county, by its own times ----------------------------------------------


def as_new_line(ground: Ground, line: str) -> Iterator[Change]:
    """Yield the ways of a line whose trips all ride alike, as lines there are not yet."""
    day = ground.timetable
    for way in (OUT, BACK):
        trips = trips_of(ground, line, way)
        calls = day.calls_of(int(trips[0]))
        begin, departures = int(day.departure_s[calls][0]), day.departure_s[day.first_call[trips]]
        runs = day.service_runs[day.trip_service[trips]]
        assert (day.arrival_s[calls][1:-1] == day.departure_s[calls][1:-1]).all()  # it never stands
        yield {
            "type": "add_line", "line": line.partition(":")[2], "agency": line.partition(":")[0],
            "product": "TaktBus", "both_ways": False,
            "stops": day.stop_id[day.call_stop[calls]].tolist(),
            "minutes": ((day.arrival_s[calls] - begin) / 60).tolist(),
            "runs": [
                {"days": [name], "departures": departures[runs[:, when]].tolist()}
                for name, when in ((name, np.argmax(of)) for name, of in dates(ground).items())
                if runs[:, when].any()
            ],
        }  # fmt: skip


def dates(ground: Ground) -> dict[str, Any]:
    return dict(ground.day_types)


@pytest.mark.parametrize("line", ["demo-bus:D 654"])
def test_a_taktbus_added_by_its_own_times(service: Callable[[str], Service], line: str) -> None:
    demo = service("demo")
    gone = {"type": "remove_line", "line": line}
    ground = ground_of(demo)
    again = refuse_misfits(made_of(demo, [gone, *as_new_line(ground, line)]))
    assert len(again.draft.timetable.route_id) == len(ground.timetable.route_id) + 1
    days = list(demo.days)
    before = access(demo, days)
    pd.testing.assert_frame_equal(access(changed_service(demo, again), days), before)
    without = changed_service(demo, refuse_misfits(made_of(demo, [gone])))
    assert not access(without, days).equals(before)


# --- lines of a real feed, trip by trip ----------------------------------------------------------


def trip_by_trip(ground: Ground, line: str) -> Iterator[Change]:
    """Yield the trips of a line, those alike together; a service is a day type of its own name."""
    day, alike = ground.timetable, defaultdict[tuple[Any, ...], list[int]](list)
    for trip in trips_of(ground, line).tolist():
        calls = day.calls_of(trip)
        begin = day.departure_s[calls][0]
        columns = (
            day.stop_id[day.call_stop[calls]], day.arrival_s[calls] - begin,
            day.departure_s[calls] - day.arrival_s[calls], day.pickup[calls], day.drop_off[calls],
        )  # fmt: skip
        key = int(day.trip_service[trip]), *(tuple(column.tolist()) for column in columns)
        alike[key].append(int(begin))
    for (number, stops, arrivals, stands, pickup, drop_off), departures in alike.items():
        first = min(departures)
        yield {
            "type": "add_trips", "line": line, "days": [f"service {number}"], "stops": stops,
            "arrivals": [first + time for time in arrivals], "stands": stands,
            "pickup": pickup, "drop_off": drop_off, "departures": sorted(departures),
        }  # fmt: skip


@pytest.mark.real
def test_lines_of_a_real_feed_taken_out_and_added_trip_by_trip(
    service: Callable[[str], Service],
) -> None:
    rnv = service("rnv")
    ground = ground_of(rnv)
    runs = ground.timetable.service_runs
    ground = replace(
        ground, day_types={f"service {n}": of for n, of in enumerate(runs) if of.any()}
    )
    lines = find_lines(ground.timetable, ground.said).line_id
    some = [str(line) for line in lines[[7, 40, 70]]]
    changes = [
        change
        for line in some
        for change in ({"type": "remove_line", "line": line}, *trip_by_trip(ground, line))
    ]
    scenario = Scenario.model_validate({"name": "again", "changes": changes})
    again = refuse_misfits(make([Source(scenario)], ground))
    days = list(rnv.days)
    before = access(rnv, days)
    pd.testing.assert_frame_equal(access(changed_service(rnv, again), days), before)
    gone = [{"type": "remove_line", "line": line} for line in some]
    without = changed_service(rnv, refuse_misfits(made_of(rnv, gone)))
    assert not access(without, days).equals(before)
