"""Ours and routers from the package registries: the same feed, the same question, set by set.

All programs read one feed of the county ×1 whose ``transfers.txt`` says all there is to say of
changing: at once at the same platform, 120 s between platforms of one place, nowhere else. Then
the definitions are the same, and so should be the answers.
"""

import json
import shutil
import subprocess
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import counties
import numpy as np
from county_feed import ALONE, add_transfers
from environments import PEERS, NoPeer, modules_of, python_of
from measure import RUNS, Row, Timing, in_turn, peak_mb, row_of

from gtfs.read import read_timetable
from gtfs.timetable import Ints
from mobility.connections import noon_minus_12h
from mobility.day import DAY_FROM_S, DAY_UNTIL_S, Day, build_day, look_to, make_ready, together
from mobility.doors import Doors, Sets, sets_of
from mobility.parameters import Moving
from mobility.profiles import UNREACHED
from mobility.threads import in_threads
from mobility.transfers import footpaths_of

CHANGE_S = 120  # between platforms of one place
MOVING = Moving.model_validate({"board_slack_s": 0})
PAIR_ORIGINS, PAIR_DESTINATIONS = 16, 8
SCAN_ORIGINS, SCAN_MINUTES = 8, range(6 * 60, 20 * 60, 70)
NIGIRI, MINOTOR = "nigiri (C++, pynigiri 0.1.5)", "minotor 1.0.7 (JavaScript)"
MINUTES = (DAY_UNTIL_S - DAY_FROM_S) // 60

Triple = tuple[int, int, int]  # departure and arrival in minutes, rides


class Shared(NamedTuple):
    """What all programs are asked of."""

    work: Path
    feed: Path
    stop_id: list[str]
    place: Ints  # [stop]
    day: Day
    doors: Doors  # [stop] standing there: at the platforms of its place


def peers(work: Path) -> list[Row]:
    """Ask ours and every peer that can be had here."""
    shared = _shared(work)
    destinations = counties.drawn_stops(shared.day)
    one, two = in_turn(
        lambda: _sets(shared, destinations, 1), lambda: _sets(shared, destinations, 2)
    )
    note = "walks between platforms of one place only, no slack but these; " + _size(shared)
    rows = [
        row_of("ours, 1 thread", one, note=note),
        row_of("ours, 2 threads", two, peak=peak_mb()),
    ]
    for name, ask in ((NIGIRI, _nigiri), (MINOTOR, _minotor)):
        try:
            rows.append(ask(shared, one))
        except NoPeer as reason:
            rows.append(Row(name, note=f"skipped: {reason}"))
    return rows


def _shared(work: Path) -> Shared:
    """Write the feed and compile the day as we read it."""
    feed = work / "peers.zip"
    shutil.copy(counties.folder_of(work, "1").with_suffix(".zip"), feed)
    bare, _ = read_timetable([feed])
    ids, stops = bare.stop_id.tolist(), len(bare.stop_id)
    place = np.array([int(name.split()[1]) for name in bare.stop_name.tolist()])
    one, two = np.nonzero(place[:, None] == place)
    seconds = np.where(one == two, 0, CHANGE_S).astype(np.int32)
    add_transfers(feed, [ids[a] for a in one], [ids[b] for b in two], seconds)
    timetable, _ = read_timetable([feed])
    nowhere = footpaths_of(stops, *[np.empty(0, np.int32)] * 3)
    day = build_day(timetable, nowhere, MOVING, ALONE)
    make_ready(day)
    first = np.searchsorted(one, np.arange(stops + 1)).astype(np.int32)
    return Shared(work, feed, ids, place, day, Doors(first, two.astype(np.int32), seconds))


def _size(shared: Shared) -> str:
    count = len(shared.day.connections.run)
    return f"{count} connections, {len(shared.stop_id)} stops, {counties.DESTINATIONS} destinations"


def _sets(shared: Shared, destinations: Ints, threads: int) -> list[Sets]:
    """Return the journeys of the day from all stops to each destination; walks do not count."""
    egress_s = np.full((len(destinations), len(shared.place)), UNREACHED, np.int32)
    for row, stop in enumerate(destinations):
        egress_s[row, shared.place == shared.place[stop]] = CHANGE_S
        egress_s[row, stop] = 0

    def answer(rows: Sequence[int]) -> list[Sets]:
        no_walk = np.full((len(rows), len(shared.place)), UNREACHED, np.int32)
        view = look_to(shared.day, egress_s[np.array(rows)], shared.doors)
        return sets_of(view, shared.doors, no_walk)

    portions = together(range(len(destinations)))
    return [sets for part in in_threads(answer, portions, threads=threads) for sets in part]


def _ends(shared: Shared, stop: int) -> list[tuple[str, int]]:
    """Return the stops one stands at and the minutes to walk there."""
    links = slice(int(shared.doors.first[stop]), int(shared.doors.first[stop + 1]))
    walks = zip(shared.doors.stop[links].tolist(), shared.doors.walk_s[links].tolist(), strict=True)
    return [(shared.stop_id[one], seconds // 60) for one, seconds in walks]


def _nigiri(shared: Shared, ours: Timing) -> Row:
    """Compare whole Pareto sets of the day, pair by pair."""
    python = python_of("pynigiri")
    rng = np.random.default_rng(counties.SEED)
    drawn = rng.choice(len(shared.place), PAIR_ORIGINS + PAIR_DESTINATIONS, replace=False)
    here, there = np.split(drawn, [PAIR_ORIGINS])
    pairs = [(o, d) for o in here for d in there if shared.place[o] != shared.place[d]]
    midnight = noon_minus_12h("Europe/Berlin", ALONE)
    question = {
        "feed": str(shared.feed),
        "from_date": (ALONE - timedelta(1)).isoformat(),
        "until_date": (ALONE + timedelta(2)).isoformat(),
        "midnight_min": round(midnight / 60),
        "from_min": DAY_FROM_S // 60,
        "last_min": DAY_UNTIL_S // 60 - 1,
        "max_rides": MOVING.max_rides,
        "longest_min": MOVING.max_travel_s // 60,
        "runs": RUNS,
        "pairs": [(_ends(shared, o), _ends(shared, d)) for o, d in pairs],
    }
    answer = _ask(shared.work, [str(python), str(PEERS / "pynigiri_pairs.py")], question)
    found = dict(zip(there.tolist(), _sets(shared, there, 2), strict=True))
    mine = [_triples(found[d], o) for o, d in pairs]
    theirs = [{(a, b, c) for a, b, c in one} for one in answer["sets"]]
    scale = len(shared.place) * counties.DESTINATIONS / len(pairs)
    return _row(NIGIRI, answer, ours, (scale, f"{len(pairs)} pairs"), _same_sets(mine, theirs))


def _minotor(shared: Shared, ours: Timing) -> Row:
    """Compare earliest arrivals at all stops, minute by minute."""
    modules = modules_of("minotor")
    rng = np.random.default_rng(counties.SEED + 1)
    here = rng.choice(len(shared.place), SCAN_ORIGINS, replace=False)
    question = {
        "feed": str(shared.feed),
        "date": ALONE.isoformat(),
        "max_rides": MOVING.max_rides,
        "runs": RUNS,
        "origins": [shared.stop_id[o] for o in here],
        "minutes": list(SCAN_MINUTES),
        "stops": [shared.stop_id[d] for d in range(0, len(shared.place), 10)],
    }
    command = ["node", str(PEERS / "minotor_scans.mjs"), str(modules)]
    answer = _ask(shared.work, command, question)
    there = np.arange(0, len(shared.place), 10)
    mine = _earliest(_sets(shared, there, 2), here)
    theirs = np.array(answer["arrivals"], np.float64)  # [origin and minute, stop], nan: None
    scans = SCAN_ORIGINS * len(SCAN_MINUTES)
    scale = len(shared.place) * MINUTES / scans
    elsewhere = shared.place[here, None] != shared.place[there]
    compared = np.repeat(elsewhere, len(SCAN_MINUTES), axis=0)
    note = _same_arrivals(mine[compared], theirs[compared])
    return _row(MINOTOR, answer, ours, (scale, f"{scans} departures to all stops"), note)


def _ask(work: Path, command: list[str], question: dict[str, Any]) -> dict[str, Any]:
    asked, answered = work / "question.json", work / "answer.json"
    asked.write_text(json.dumps(question), encoding="utf-8")
    try:
        subprocess.run([*command, str(asked), str(answered)], check=True, capture_output=True)
    except subprocess.CalledProcessError as error:
        last = error.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        msg = f"it failed: {last}"
        raise NoPeer(msg) from error
    answer: dict[str, Any] = json.loads(answered.read_text(encoding="utf-8"))
    return answer


def _row(
    name: str, answer: dict[str, Any], ours: Timing, asked: tuple[float, str], note: str
) -> Row:
    """Return the peer's line: its own time, and held against ours once scaled to our question."""
    scale, what = asked
    seconds = Timing(tuple(answer["seconds"]))
    ratio = seconds.seconds * scale / ours.seconds
    note = (
        f"feed loaded in {answer['loaded_s']:.2f} s; scaled to our question × {scale:.0f}: "
        f"{seconds.seconds * scale:.0f} s, {ratio:.0f} times ours; {note}"
    )
    return row_of(f"{name}: {what}", seconds, note=note)


def _triples(sets: Sets, door: int) -> set[Triple]:
    at = slice(int(sets.first[door]), int(sets.first[door + 1]))
    columns = (sets.departure_s[at] // 60, sets.arrival_s[at] // 60, sets.rides[at])
    return set(zip(*(column.tolist() for column in columns), strict=True))


def _same_sets(mine: Sequence[set[Triple]], theirs: Sequence[set[Triple]]) -> str:
    same = sum(a == b for a, b in zip(mine, theirs, strict=True))
    both = sum(len(a & b) for a, b in zip(mine, theirs, strict=True))
    lone = sum(len(a - b) for a, b in zip(mine, theirs, strict=True))
    other = sum(len(b - a) for a, b in zip(mine, theirs, strict=True))
    return (
        f"{same} of {len(mine)} whole sets of journeys the same, {both} journeys in both, "
        f"{lone} in ours alone, {other} in theirs alone"
    )


def _earliest(found: Sequence[Sets], here: Ints) -> np.ndarray[Any, Any]:
    """Return ``[origin and minute, destination]`` our earliest arrivals, nan if none."""
    best = np.full((len(here), len(SCAN_MINUTES), len(found)), np.nan)
    for column, sets in enumerate(found):
        for row, door in enumerate(here):
            at = slice(int(sets.first[door]), int(sets.first[door + 1]))
            for n, minute in enumerate(SCAN_MINUTES):
                later = sets.arrival_s[at][sets.departure_s[at] >= 60 * minute]
                best[row, n, column] = later.min() if len(later) else np.nan
    return best.reshape(-1, len(found))


def _same_arrivals(mine: np.ndarray[Any, Any], theirs: np.ndarray[Any, Any]) -> str:
    both = ~np.isnan(mine)
    same = mine[both] == theirs[both]
    sooner, later = (theirs[both] < mine[both]).sum(), (theirs[both] > mine[both]).sum()
    return (
        f"{both.sum()} arrivals compared: {100 * same.mean():.3f} % the same, theirs {sooner} "
        f"earlier, {later} later"
    )
