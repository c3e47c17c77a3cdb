"""What is expected of the demo county is true of it: counted anew from the rows of its feed."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest
from expected_lines import (
    AT_MOST,
    LINES,
    MET,
    NOT_CHECKED,
    NOT_MET,
    PROFILES,
    SUM,
    SUM_ONLY,
    Audit,
    ExpectedLine,
    Value,
    rows_of,
)
from expected_ortsteile import VERDICTS, ExpectedVerdict
from oracle_feed import Run, read_feed, read_rows

from api.service import Service

DATES = {
    "schultag": date(2026, 4, 21),
    "ferientag": date(2026, 7, 21),
    "samstag": date(2026, 4, 25),
    "sonntag": date(2026, 4, 26),
}
AUDITS = [(line, audit) for line in LINES for audit in line.audits]
MINUTE, HOUR = 60, 3600
WAIT_S = 15 * MINUTE
Seconds = dict[tuple[str, str], int]
Ways = tuple[list[Run], list[Run]]  # out and back


class Feed(NamedTuple):
    """The runs of each day type, and between stops the walks and the rules of changing."""

    runs: dict[str, list[Run]]
    name: dict[str, str]
    routes: dict[str, list[str]]  # by short name
    trains: set[str]  # routes
    walk_s: Seconds
    ready_s: Seconds


class Train(NamedTuple):
    """A train at a Knoten that comes from Leipzig Hbf (``inbound`` false) or goes there."""

    stop: str
    at_s: int
    inbound: bool


@pytest.fixture(scope="module")
def feed(built: Callable[[str], Path]) -> Feed:
    network = built("demo")
    path = network.parent / "demo.gtfs.zip"
    routes = list(read_rows(path, "routes"))
    short = {row["route_short_name"] for row in routes}
    return Feed(
        {
            day: [run for run in read_feed(path, when).runs if run.date == when]
            for day, when in DATES.items()
        },
        {row["stop_id"]: row["stop_name"] for row in read_rows(path, "stops")},
        {
            name: [row["route_id"] for row in routes if row["route_short_name"] == name]
            for name in short
        },
        {row["route_id"] for row in routes if int(row["route_type"]) < 700},
        _between(network / "footpaths.parquet", "walk_s"),
        _between(network / "transfers.parquet", "ready_s"),
    )


def _between(path: Path, seconds: str) -> Seconds:
    table = pd.read_parquet(path)
    pairs = zip(table["from_stop_id"], table["to_stop_id"], strict=True)
    return dict(zip(pairs, table[seconds].tolist(), strict=True))


def counted(feed: Feed, line: ExpectedLine) -> dict[str, Value]:
    """Return what the audit measures of a line, counted as plainly as can be."""
    ways = {day: _ways(feed, line.line, day) for day in DATES}
    school, takt_s = ways["schultag"], line.takt_min * MINUTE
    marks = [_mark(_starts(way), takt_s) for way in ways["ferientag"]]
    pairs = {day: min(len(_spaced(_starts(way))) for way in ways[day]) for day in DATES}
    regular = [
        run
        for way, other, mark in zip(school, ways["ferientag"], marks, strict=True)
        for run in way
        if _start(run) in _starts(other) or _near(_start(run), mark, takt_s)
    ]
    return {
        **_of_takt(school, ways["ferientag"], marks, takt_s),
        "Fahrtenpaare": pairs["schultag"],
        "erste Abfahrt": _clock(max(min(_starts(way)) for way in school)),
        "letzte Abfahrt": _clock(min(max(_starts(way)) for way in school)),
        "Samstag": pairs["samstag"],
        "Sonntag": pairs["sonntag"],
        SUM: pairs["samstag"] + pairs["sonntag"],
        "Bahnanschluss": _by_rail(feed, line, regular, walk=True),
        "Bahnanschluss ohne Fußweg": _by_rail(feed, line, regular, walk=False),
        "Stichfahrt": max(_called_twice(feed, run) for way in school for run in way),
        "Anteil 5–21 Uhr": _percent(
            5 * HOUR <= at < 21 * HOUR for way in school for at in _starts(way)
        ),
    }


def _of_takt(school: Ways, holiday: Ways, marks: list[int], takt_s: int) -> dict[str, Value]:
    starts = [_starts(way) for way in school]
    others = [_starts(way) for way in holiday]
    return {
        "stündlich": min(_blocks(way, HOUR, 20) for way in starts),
        "zweistündlich": min(_blocks(way, 2 * HOUR, 18) for way in starts),
        "gleiche Minute": min(
            _same_minute(way, mark, takt_s) for way, mark in zip(starts, marks, strict=True)
        ),
        "Schultag = Ferientag": sum(
            _near(at, mark, takt_s)
            for way, other, mark in zip(starts, others, marks, strict=True)
            for at in set(way) ^ set(other)
        ),
    }


def _ways(feed: Feed, line: str, day: str) -> Ways:
    """Return the runs from end to end, one way and the other."""
    of_line = [run for run in feed.runs["schultag"] if run.route in feed.routes[line]]
    longest = max(of_line, key=lambda run: len(run.calls))
    there = feed.name[longest.calls[0].stop], feed.name[longest.calls[-1].stop]
    out: list[Run] = []
    back: list[Run] = []
    for run in feed.runs[day]:
        ends = feed.name.get(run.calls[0].stop), feed.name.get(run.calls[-1].stop)
        if run.route in feed.routes[line] and ends in (there, there[::-1]):
            (out if ends == there else back).append(run)
    return out, back


def _start(run: Run) -> int:
    return run.calls[0].departure_s


def _starts(runs: Iterable[Run]) -> list[int]:
    return sorted(map(_start, runs))


def _spaced(starts: list[int]) -> list[int]:
    """Return the departures without those less than 10 min behind another."""
    kept: list[int] = []
    for at in starts:
        if not kept or at - kept[-1] >= 10 * MINUTE:
            kept.append(at)
    return kept


def _blocks(starts: list[int], length_s: int, until_h: int) -> int:
    return len({at // length_s for at in starts if 6 * HOUR <= at < until_h * HOUR})


def _near(at: int, mark: int, takt_s: int) -> bool:
    return min((at - mark) % takt_s, (mark - at) % takt_s) <= 2 * MINUTE


def _mark(starts: list[int], takt_s: int) -> int:
    """Return the Taktminute: the time of the Takt with most departures around it."""
    return max(range(0, takt_s, MINUTE), key=lambda m: sum(_near(at, m, takt_s) for at in starts))


def _same_minute(starts: list[int], mark: int, takt_s: int) -> int:
    intervals: dict[int, bool] = {}
    for at in starts:
        if 6 * HOUR <= at < 20 * HOUR:
            number = (at - 6 * HOUR) // takt_s
            intervals[number] = intervals.get(number, False) or _near(at, mark, takt_s)
    return _percent(intervals.values())


def _called_twice(feed: Feed, run: Run) -> int:
    names = [feed.name[call.stop] for call in run.calls]
    return len(names) - len(set(names))


def _by_rail(feed: Feed, line: ExpectedLine, runs: list[Run], *, walk: bool) -> int:
    """Return the share of runs with a train, the worse of from the far end and to it."""
    trains = _trains(feed, line.knoten)
    met: dict[bool, list[bool]] = {True: [], False: []}
    for run in runs:
        inbound = feed.name[run.calls[0].stop] == line.far_end
        call = next(call for call in run.calls if feed.name[call.stop] == line.knoten)
        waits = []
        for train in trains:
            pair = (call.stop, train.stop) if inbound else (train.stop, call.stop)
            wait = train.at_s - call.arrival_s if inbound else call.departure_s - train.at_s
            if train.inbound == inbound and wait >= feed.ready_s[pair]:
                waits.append(wait - (0 if walk else feed.walk_s[pair]))
        met[inbound].append(min(waits, default=WAIT_S + 1) <= WAIT_S)
    return min(map(_percent, met.values()))


def _trains(feed: Feed, knoten: str) -> list[Train]:
    trains = []
    for run in feed.runs["schultag"]:
        names = [feed.name.get(call.stop, "") for call in run.calls]
        if run.route not in feed.trains or knoten not in names:
            continue
        here = names.index(knoten)
        call = run.calls[here]
        if any(name.startswith("Leipzig Hbf") for name in names[:here]):
            trains.append(Train(call.stop, call.arrival_s, inbound=False))
        if any(name.startswith("Leipzig Hbf") for name in names[here + 1 :]):
            trains.append(Train(call.stop, call.departure_s, inbound=True))
    return trains


def _percent(answers: Iterable[bool]) -> int:
    given = list(answers)
    return sum(given) * 100 // len(given)


def _clock(seconds: int) -> str:
    return f"{seconds // HOUR:02d}:{seconds // MINUTE % 60:02d}"


# lines


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.line)
def test_a_line_measures_what_is_written_of_it(feed: Feed, line: ExpectedLine) -> None:
    found = counted(feed, line)
    written = {name: value for name, (value, _) in line.measured.items()}
    assert {name: found[name] for name in written} == written
    assert found["Bahnanschluss ohne Fußweg"] == written["Bahnanschluss"]


@pytest.mark.parametrize(("line", "audit"), AUDITS, ids=lambda part: part[0])
def test_a_verdict_follows_from_value_and_limit(line: ExpectedLine, audit: Audit) -> None:
    missed = []
    for row in rows_of(line, audit):
        if row.limit is None:
            assert row.verdict == NOT_CHECKED
            continue
        value, limit = (f"{one:>5}" for one in (row.value, row.limit))  # "06:07" or "   18"
        met = value <= limit if row.criterion in AT_MOST else value >= limit
        assert row.verdict == (MET if met else NOT_MET), row.criterion
        missed += [] if met else [row.criterion]
    assert audit.whole == (MET if not missed else SUM_ONLY if missed == [SUM] else NOT_MET)


def test_every_criterion_is_missed_by_some_line() -> None:
    asked = {
        name for limits in PROFILES.values() for name, limit in limits.items() if limit is not None
    }
    never = {"Anteil 5–21 Uhr", "Bahnanschluss ohne Fußweg"}
    assert {name for _, audit in AUDITS for name in audit.missed} == asked - never


# Ortsteile


@pytest.fixture(scope="module")
def table(service: Callable[[str], Service]) -> dict[tuple[str, ...], dict[str, Any]]:
    """Return the rows of the demo's accessibility by Ortsteil, Kommune and day."""
    rows = service("demo").access(list(DATES)).to_dict("records")
    return {(row["name"], row["kommune"], row["day"]): row for row in rows}


@pytest.mark.parametrize("expected", VERDICTS, ids=lambda one: "-".join((one[0], *one[2:4])))
def test_an_ortsteil_has_the_expected_verdict(
    table: dict[tuple[str, ...], dict[str, Any]], expected: ExpectedVerdict
) -> None:
    row = table[expected.ortsteil, expected.kommune, expected.day]
    assert row[f"{expected.kind}_verdict"] == expected.verdict, expected.why
    assert expected.target in ("", row[f"{expected.kind}_name"]), expected.why
