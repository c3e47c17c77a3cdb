"""Scenario from a feed: the next Fahrplan year as changes to the network's timetable."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from accessibility.words import day_name, german_date
from api.days import near_stops
from api.lines import LineService
from api.scenarios.feed_changes import changes_of, old_of
from api.scenarios.feed_days import doubts, pairs_of_days
from api.scenarios.feed_words import LineWords
from api.service import Service
from api.windows import QuestionError
from gtfs.checks import find_service
from gtfs.difference import find_difference
from gtfs.difference_changes import DayPair, Difference
from gtfs.difference_lines import line_labels
from gtfs.findings import Severity
from gtfs.read import read_timetable
from gtfs.routes import SbahnRule
from gtfs.timetable import Strings, Timetable, stops_served, take_trips
from mobility.scenario import Scenario

log = logging.getLogger(__name__)

HARMFUL = (Severity.ERROR, Severity.WARNING)


@dataclass(frozen=True)
class Asked:
    """What is compared with the network."""

    feeds: tuple[Path, ...]
    dates: Mapping[str, date]  # of the new feeds by day type; else a year later
    replaces: tuple[str, ...] = ()  # feeds of the network by file stem; (): all of them


@dataclass(frozen=True, eq=False)
class FromFeed:
    """A scenario and the difference it stands for."""

    scenario: Scenario
    difference: Difference
    called: frozenset[str]  # stop_ids at which trips that are compared call before
    left_out: tuple[str, ...]  # day types the new feed has no date of
    doubts: tuple[str, ...]  # German: what speaks against a date
    faults: int  # findings about the new feeds that are no plain facts


def scenario_from_feed(service: Service, asked: Asked) -> FromFeed:
    """Return the changes that make the network's timetable that of the feeds, day type by day type.

    On the dates compared its trips are then exactly theirs; on other dates of a day type trips
    change with the date compared.
    """
    started = time.perf_counter()
    timetable = service.network.timetable
    old = _replaced(timetable, asked)
    read, findings = read_timetable(list(asked.feeds), sbahn=_sbahn_rule(service))
    new = _named_alike(read, timetable, asked)
    running = find_service(new, stops=near_stops(new, service.places, service.network.crs))
    pairs = pairs_of_days(service.days, asked.dates, running)
    labels = line_labels(old, new)
    difference = find_difference(old, new, pairs, lines=labels)
    scenario = _scenario(service, asked, difference, (new, labels[1]))
    seconds = time.perf_counter() - started
    log.info("%s: %d changes in %.1f s", scenario.name, len(scenario.changes), seconds)
    called = stops_served(old, np.ones(len(old.route_id), np.bool_))
    return FromFeed(
        scenario,
        difference,
        frozenset(old.stop_id[called].tolist()),
        tuple(day for day in service.days if day not in pairs),
        tuple(doubts(pairs, running)),
        sum(finding.severity in HARMFUL for finding in findings),
    )


def _scenario(
    service: Service, asked: Asked, difference: Difference, new: tuple[Timetable, Strings]
) -> Scenario:
    """Return the difference as changes; ``new`` is the timetable and ``[trip]`` its lines."""
    lines, old = LineService(service), service.network.timetable
    words = LineWords.of(difference, old, *new, lines.said)
    title = f"Fahrplan {max(pair.new for pair in difference.days.values()).year}"
    feeds = ", ".join(path.name for path in asked.feeds)
    return Scenario(
        name=title,
        description=f"{feeds} gegen {service.manifest['name']}. {compared(difference.days)}",
        changes=changes_of(difference, old_of(old, lines.lines, words), title),
    )


def compared(pairs: Mapping[str, DayPair]) -> str:
    """Return what dates stand for the day types."""
    days = [
        f"{day_name(day)} {german_date(pair.old)} → {german_date(pair.new)}"
        for day, pair in pairs.items()
    ]
    return f"Verglichen: {', '.join(days)}."


def _replaced(timetable: Timetable, asked: Asked) -> Timetable:
    """Return the timetable with the trips of the feeds alone that are replaced."""
    names = timetable.feed_name.tolist()
    if not asked.replaces:
        if len(names) > len(asked.feeds):
            raise QuestionError(
                f"the network is made of {len(names)} feeds, {', '.join(names)}: give as many, "
                "or say with --replaces which of them are compared"
            )
        return timetable
    unknown = [name for name in asked.replaces if name not in names]
    if unknown:
        raise QuestionError(f"no feed {', '.join(unknown)}; the network has {', '.join(names)}")
    chosen = [names.index(name) for name in asked.replaces]
    feed = timetable.service_feed[timetable.trip_service]
    return take_trips(timetable, np.flatnonzero(np.isin(feed, chosen)).astype(np.int32))


def _named_alike(new: Timetable, old: Timetable, asked: Asked) -> Timetable:
    """Return the feed that takes the place of one of several with the ids that one would give."""
    if len(old.feed_name) == 1 or len(asked.replaces) != 1 or len(asked.feeds) != 1:
        return new
    names = ("stop_id", "station_id", "route_id", "agency_id")
    start = f"{asked.replaces[0]}:"
    return new.with_columns(**{name: np.char.add(start, getattr(new, name)) for name in names})


def _sbahn_rule(service: Service) -> SbahnRule:
    """Return what counts as S-Bahn in the network, as its region said."""
    rule = service.manifest["sbahn"]
    types = rule["route_types"]
    return SbahnRule(rule["short_name"], types if types is None else tuple(types), rule["agency"])
