"""The whole operating day: from every stop to 56 of them, all journeys worth making."""

import json
from datetime import date
from functools import partial
from pathlib import Path

import counties
import numpy as np
from county_feed import ALONE, AMID
from measure import Row, Timing, in_turn, peak_mb, row_of, timed
from scanning import against_forward_scan

from api.service import load_service
from mobility.day import Day, build_day, look_to, make_ready, together
from mobility.doors import sets_of
from mobility.network import Network
from mobility.threads import in_threads

TUESDAY = date(2016, 11, 15)
RNV = "rnv"
HELD_TO_FORWARD = ("county ×1", "rnv, three service dates")


def whole_day(work: Path, feed: str) -> list[Row]:
    """Answer the day of ``rnv`` or of the county of a scale, with one thread and with two."""
    if feed == RNV:
        network = load_service(work / RNV / "network").network
        return _rows(work, "rnv, three service dates", network, TUESDAY)
    network = counties.load(counties.folder_of(work, feed))
    rows = _rows(work, f"county ×{feed}", network, ALONE)
    if feed == "1":
        rows += _rows(work, "county ×1, three service dates", network, AMID)
    return rows


def _rows(work: Path, name: str, network: Network, when: date) -> list[Row]:
    days: list[Day] = []
    compiled = timed(lambda: days.append(_compiled(network, when)))
    day = days[-1]
    asked = counties.at_stops(network, counties.drawn_stops(day))
    profiles = partial(_each, day, asked, scan_alone=True)
    sets = partial(_each, day, asked, scan_alone=False)
    sets(2)  # compiled, or taken from the cache
    one, two, one_sets, two_sets = in_turn(
        lambda: profiles(1), lambda: profiles(2), lambda: sets(1), lambda: sets(2)
    )
    size = len(day.connections.run)
    note = (
        f"{size} connections, {len(day.transfers.to_stop)} changes of stop, "
        f"{len(asked.origins.first) - 1} stops; {_growth(work, name, size, two_sets)}"
    )
    forward = against_forward_scan(name, day, asked) if name in HELD_TO_FORWARD else []
    return [
        row_of(f"{name}: compiled", compiled),
        row_of(f"{name}: journeys from every stop, 1 thread", one),
        row_of(f"{name}: the same, 2 threads", two, against=("1 thread", one)),
        row_of(f"{name}: with the walks from its neighbours, 1 thread", one_sets),
        row_of(
            f"{name}: the same, 2 threads",
            two_sets,
            against=("1 thread", one_sets),
            peak=peak_mb(),
            note=note,
        ),
        *forward,
    ]


def _compiled(network: Network, when: date) -> Day:
    day = build_day(network.timetable, network.footpaths, network.moving, when)
    make_ready(day)
    return day


def _each(day: Day, asked: counties.AtStops, threads: int, *, scan_alone: bool) -> None:
    """Scan to all destinations; what each of them yields is forgotten at once."""

    def answer(rows: np.ndarray) -> None:
        view = look_to(day, asked.egress_s[rows], asked.origins)
        if not scan_alone:
            sets_of(view, asked.origins, asked.walk_s[rows])

    portions = [np.array(rows) for rows in together(range(len(asked.egress_s)))]
    in_threads(answer, portions, threads=threads)


def _growth(work: Path, name: str, connections: int, timing: Timing) -> str:
    """Return the time a connection and destination, and how it grew since the county ×1."""
    each_ns = timing.seconds * 1e9 / connections / counties.DESTINATIONS
    said = f"{each_ns:.2f} ns a connection and destination"
    kept = work / "each_ns.json"
    if name == "county ×1":
        kept.write_text(json.dumps(each_ns), encoding="utf-8")
    elif kept.exists():
        said += f", {each_ns / json.loads(kept.read_text(encoding='utf-8')):.2f} times county ×1"
    return said
