"""Scenarios: changes made and compiled, a scenario evaluated, every minute of a line tried."""

from pathlib import Path

import counties
import numpy as np
import pandas as pd
from county_feed import ALONE
from measure import Row, Timing, in_turn, peak_mb, row_of, timed

from accessibility.compare import compare_table
from accessibility.point_results import point_table
from api.evaluated import Evaluated, evaluated
from api.scenarios.effects import minutes_tried
from api.scenarios.files import Source
from api.scenarios.minutes import offsets
from api.scenarios.service import service_under
from api.service import load_service
from gtfs.timetable import Timetable
from mobility.apply import apply_scenario
from mobility.day import build_day
from mobility.draft import Ground
from mobility.lines import find_lines
from mobility.scenario import Scenario

LINE, LATER = "D 613", 3  # of the demo county: a TaktBus with trains at both ends
FROM_SCRATCH = "the changed network asked as if nothing were known"


def county_changes(work: Path) -> list[Row]:
    """Make five changes to the five lines of the county with most trips, and compile the day."""
    network = counties.load(counties.folder_of(work, "1"))
    timetable = network.timetable
    ground, scenario = Ground(timetable, _day_types(timetable)), _five_changes(timetable)
    made = apply_scenario(scenario, ground).timetable
    applied, compiled, both = in_turn(
        lambda: apply_scenario(scenario, ground),
        lambda: build_day(made, network.footpaths, network.moving, ALONE),
        lambda: build_day(
            apply_scenario(scenario, ground).timetable, network.footpaths, network.moving, ALONE
        ),
    )
    note = f"{len(timetable.trip_id)} trips, {len(made.trip_id)} after"
    return [
        row_of("5 changes made", applied),
        row_of("the day compiled", compiled),
        row_of("both", both, peak=peak_mb(), note=note),
    ]


def demo_scenarios(work: Path) -> list[Row]:
    """Evaluate a scenario of the demo county against its network, and try all minutes of a line."""
    service = load_service(work / "demo" / "network")
    day = next(iter(service.days))
    before = evaluated(service, [day])
    source = _shift(LATER)
    tables: list[pd.DataFrame] = []
    _compared(before, source, again=True)  # compiled, or taken from the cache
    quick, whole = in_turn(
        lambda: tables.append(_compared(before, source, again=True)),
        lambda: tables.append(_compared(before, source, again=False)),
    )
    same = "the same table" if tables[0].equals(tables[1]) else "THE TABLES DIFFER"
    note = f"{day}, {len(before.points)} homes, free and fixed targets; {same}"
    rows = [row_of("a line shifted, made, evaluated, compared", quick,
                   against=(FROM_SCRATCH, whole), note=note)]  # fmt: skip
    minutes = offsets(1)
    tried = timed(lambda: minutes_tried(before, LINE, minutes), runs=1)
    scaled = Timing(tuple(len(minutes) * wall for wall in whole.wall))
    against = (f"{FROM_SCRATCH}, scaled", scaled)
    named = f"{len(minutes)} minutes of the line tried, for the Kreis"
    return [*rows, row_of(named, tried, against=against, peak=peak_mb())]


def _compared(before: Evaluated, source: Source, *, again: bool) -> pd.DataFrame:
    """Return the table before/after; ``again`` computes only what differs."""
    service, _ = service_under(before.service, [source])
    days = list(before.days)
    if again:
        after = evaluated(service, days, before=before)
        points, held = after.points, after.held
    else:
        alone = evaluated(service, days)
        held = Evaluated(service, alone.days, alone.answers, before).held
        points = point_table(service.question, alone.choices)
    return compare_table(before.service.places, before.points, points, held)


def _shift(minutes: int) -> Source:
    change = {"type": "shift", "line": LINE, "minutes": minutes}
    return Source(Scenario.model_validate({"name": "Probe", "changes": [change]}))


def _day_types(timetable: Timetable) -> dict[str, np.ndarray]:
    weekday = np.arange(timetable.dates) % 7
    return {"schultag": weekday < 5, "samstag": weekday == 5}


def _five_changes(timetable: Timetable) -> Scenario:
    lines = find_lines(timetable)
    most = np.argsort(-np.bincount(lines.trip_line), kind="stable")
    name = lines.line_id[most].tolist()
    changes = [
        {"type": "shift", "line": name[0], "minutes": 3, "days": ["schultag"]},
        {"type": "set_headway", "line": name[1], "minutes": 30, "span": ["6:00", "20:00"]},
        {"type": "remove_trips", "line": name[2], "span": ["6:00", "9:00"], "days": ["schultag"]},
        {"type": "scale_running_time", "line": name[3], "factor": 1.1},
        {"type": "extend_hours", "line": name[4], "minutes": 60, "first": "3:00", "last": "29:00"},
    ]
    return Scenario.model_validate({"name": "Probe", "changes": changes})
