"""The peer nigiri: all journeys of a day for pairs of stops, by its range RAPTOR in C++.

``pynigiri_pairs.py QUESTION.json ANSWER.json``; runs in an environment of its own.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import pynigiri as ng  # type: ignore[import-not-found]


def main() -> None:
    """Load the feed, ask for every pair as often as wanted, write sets and seconds."""
    question = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    started = time.perf_counter()
    timetable = _timetable(question)
    loaded_s = time.perf_counter() - started
    queries = [_query(timetable, question, *pair) for pair in question["pairs"]]
    seconds, found = [], []
    for _ in range(question["runs"]):
        started = time.perf_counter()
        found = [ng.route(timetable, query) for query in queries]
        seconds.append(time.perf_counter() - started)
    zero = question["midnight_min"]
    sets = [
        [(j.start_time - zero, j.dest_time - zero, j.transfers + 1) for j in journeys if _rides(j)]
        for journeys in found
    ]
    answer = {"loaded_s": loaded_s, "seconds": seconds, "sets": sets}
    Path(sys.argv[2]).write_text(json.dumps(answer), encoding="utf-8")


def _timetable(question: dict[str, Any]) -> Any:  # noqa: ANN401 - not our type
    """Load the feed; changes are those of transfers.txt alone, stops stay what they are."""
    config = ng.LoaderConfig()
    config.link_stop_distance = 0
    config.default_tz = "Europe/Berlin"
    options = ng.FinalizeOptions()
    options.adjust_footpaths = False
    options.merge_dupes_intra_src = options.merge_dupes_inter_src = False
    source = ng.TimetableSource("feed", question["feed"], config)
    return ng.load_timetable([source], question["from_date"], question["until_date"], options)


def _query(timetable: Any, question: dict[str, Any], origins: Any, destinations: Any) -> Any:  # noqa: ANN401 - not our types
    """Ask from the stops to the stops, each with the minutes one walks."""
    query = ng.Query()
    zero = question["midnight_min"]
    query.start_time = (zero + question["from_min"], zero + question["last_min"])
    query.start_match_mode = query.dest_match_mode = ng.LocationMatchMode.INTERMODAL
    query.start, query.destination = (
        [ng.Offset(timetable.find_location(stop), minutes, 0) for stop, minutes in ends]
        for ends in (origins, destinations)
    )
    query.max_transfers = question["max_rides"] - 1
    query.max_travel_time = question["longest_min"]
    query.min_connection_count = 0
    query.extend_interval_earlier = query.extend_interval_later = False
    return query


def _rides(journey: Any) -> bool:  # noqa: ANN401 - not our types
    """Return whether the journey rides at all."""
    return len(journey.legs) > 1


if __name__ == "__main__":
    main()
