"""New lines on a real feed: what is taken out and added trip by trip is what was there."""

from collections import Counter
from typing import Any

import numpy as np
import pytest
from feeds import shared_data

from gtfs.read import read_timetable
from gtfs.timetable import Timetable
from mobility.apply import apply_scenario
from mobility.draft import Ground
from mobility.draft_lines import runs_on
from mobility.lines import find_lines
from mobility.scenario import Scenario

pytestmark = pytest.mark.real


def trips_as_changes(day: Timetable, line_id: str, trips: np.ndarray) -> list[dict[str, Any]]:
    """Return every trip as a change of its own, on the dates of its service."""
    changes = []
    for trip in trips.tolist():
        calls = day.calls_of(trip)
        arrival, departure = day.arrival_s[calls], day.departure_s[calls]
        changes.append({
            "type": "add_trips", "line": line_id, "days": [str(day.trip_service[trip])],
            "stops": day.stop_id[day.call_stop[calls]].tolist(), "arrivals": arrival.tolist(),
            "stands": (departure - arrival).tolist(), "departures": [int(departure[0])],
        })  # fmt: skip
    return changes


def running(day: Timetable) -> Counter[tuple[Any, ...]]:
    """Return the trips by all that a traveller sees of them."""
    columns = ("call_stop", "arrival_s", "departure_s", "call_m")
    return Counter(
        (
            int(day.trip_route[trip]),
            str(day.trip_shape[trip]),
            day.service_runs[day.trip_service[trip]].tobytes(),
            *(tuple(getattr(day, name)[day.calls_of(trip)].tolist()) for name in columns),
        )
        for trip in np.flatnonzero(runs_on(day, np.arange(len(day.trip_id)), None)).tolist()
    )


def test_a_line_of_rnv_removed_and_added_again_is_the_baseline() -> None:
    day = read_timetable([shared_data("rnv/rnv.gtfs.zip")])[0]
    lines = find_lines(day)
    sizes = np.bincount(lines.trip_line)
    line = int(np.argmin(np.where(sizes >= 60, sizes, sizes.max())))
    line_id, trips = str(lines.line_id[line]), np.flatnonzero(lines.trip_line == line)
    types = {str(n): runs for n, runs in enumerate(day.service_runs) if runs.any()}
    gone = {"type": "remove_line", "line": line_id}
    said = {"name": "again", "changes": [gone, *trips_as_changes(day, line_id, trips)]}
    again = apply_scenario(Scenario.model_validate(said), Ground(day, types)).timetable
    assert running(again) == running(day)
