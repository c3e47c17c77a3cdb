"""New routes: under which route, agency and dates the trips of a scenario run."""

from typing import NamedTuple

import numpy as np

from gtfs.additions import Route, with_agency, with_route
from gtfs.timetable import Bools, Ints
from mobility.clocks import MINUTE_S, clock_text
from mobility.draft import Draft, find_dates, hint
from mobility.draft_lines import said_when
from mobility.lines import names_of_routes
from mobility.scenario_ids import new_id
from mobility.scenario_values import Dated, Runs, ScenarioError, Transport

AGENCY_ID, AGENCY = "scenario", "Szenario"  # who runs what nobody is named for
TYPES: dict[Transport, int] = {"bus": 3, "tram": 0, "rail": 2, "sbahn": 109, "ferry": 4}
BUSES = 700  # bus of the extended types
EXTENDED = 100  # from here on


class NewRoute(NamedTuple):
    """What a change says of the route of a new line."""

    line: str
    mode: Transport
    product: str
    agency: str | None = None  # id or name
    like: int | None = None  # route whose agency it has, if none is named: like it, or replaced


class Departures(NamedTuple):
    """When trips of a new line leave, on which dates."""

    dates: Bools  # [date]
    out: Ints  # from the first stop
    back: Ints  # from the last one


def route_added(draft: Draft, new: NewRoute, *, beside: tuple[str, ...] = ()) -> tuple[Draft, int]:
    """Return the draft with the route, and its index; a route of the scenario may grow.

    A line the agency has in the baseline is refused, but for ``beside``: names of the line it
    replaces.
    """
    draft, agency = _agency(draft, new)
    timetable, old = draft.timetable, len(draft.ground.timetable.route_id)
    own = f"{timetable.agency_id[agency]}:{new.line}"
    keys, _ = names_of_routes(timetable, draft.ground.said)
    running = np.unique(timetable.trip_route)
    if own in keys[running[running < old]] and not {new.line, own} & set(beside):
        raise ScenarioError(
            f"there is a line {new.line!r} of {timetable.agency_name[agency]} already: "
            "name the new one otherwise, or change that one"
        )
    rail = new.mode in ("rail", "sbahn")
    route = Route(
        new_id(new.line, timetable.route_id), new.line, _type(draft, new.mode), agency,
        new.product, rail, new.mode == "sbahn",
    )  # fmt: skip
    same = np.flatnonzero(
        (keys[old:] == own)
        & (timetable.route_type[old:] == route.type)
        & (timetable.route_desc[old:] == route.desc)
    )
    if len(same):
        return draft, old + int(same[0])
    return draft.changed(with_route(timetable, route)), len(timetable.route_id)


def _type(draft: Draft, mode: Transport) -> int:
    """Return the route_type of a mode; buses as the feed writes them."""
    extended = draft.timetable.route_type.max(initial=0) >= EXTENDED
    return BUSES if mode == "bus" and extended else TYPES[mode]


def departures_of(draft: Draft, change: Dated, runs: Runs) -> Departures:
    """Return the dates both the change and its runs are about, and the departures each way.

    One by one only those that are listed; at a headway the way back as the way out, if it is not
    told otherwise.
    """
    dates = _all_if_none(draft, find_dates(draft, change))
    dates = dates & _all_if_none(draft, find_dates(draft, runs))
    if not dates.any():
        raise ScenarioError(f"the change and its runs{said_when(runs)} share no date")
    if runs.headway is None or runs.first is None or runs.last is None:
        return Departures(dates, _sorted(runs.departures), _sorted(runs.back_departures))
    step = runs.headway * MINUTE_S
    back = (
        runs.first if runs.back_first is None else runs.back_first,
        runs.last if runs.back_last is None else runs.back_last,
    )
    if back[0] > back[1]:
        raise ScenarioError(
            f"the way back begins at {clock_text(back[0])} and ends at {clock_text(back[1])}"
        )
    out, home = (np.arange(one, last + 1, step) for one, last in ((runs.first, runs.last), back))
    return Departures(dates, out, home)


def refuse_twins(line: str, blocks: list[Departures]) -> None:
    """Refuse two departures of one time, way and date: runs that overlap."""
    for number, block in enumerate(blocks):
        twice = [times[1:][np.diff(times) == 0] for times in (block.out, block.back)]
        for other in blocks[:number]:
            if (block.dates & other.dates).any():
                twice.append(np.intersect1d(block.out, other.out))
                twice.append(np.intersect1d(block.back, other.back))
        found = np.sort(np.concatenate(twice))
        if len(found):
            raise ScenarioError(
                f"line {line} leaves twice at {clock_text(int(found[0]))}: "
                "let one of the runs end before the other begins"
            )


def _agency(draft: Draft, new: NewRoute) -> tuple[Draft, int]:
    timetable = draft.timetable
    if new.agency is None and new.like is not None:
        return draft, int(timetable.route_agency[new.like])
    wanted = AGENCY_ID if new.agency is None else new.agency
    found = np.flatnonzero(timetable.agency_id == wanted)
    if not len(found):
        found = np.flatnonzero(timetable.agency_name == wanted)
    if len(found) > 1:
        ids = ", ".join(timetable.agency_id[found].tolist())
        raise ScenarioError(f"several agencies are named {wanted!r}: write one of {ids}")
    if len(found):
        return draft, int(found[0])
    if new.agency is not None:
        raise ScenarioError(f"no agency {wanted!r}{hint(wanted, timetable.agency_name)}")
    larger = with_agency(timetable, AGENCY_ID, AGENCY)
    return draft.changed(larger), len(timetable.agency_id)


def _all_if_none(draft: Draft, dates: Bools | None) -> Bools:
    return np.ones(draft.timetable.dates, np.bool_) if dates is None else dates


def _sorted(times: tuple[int, ...] | None) -> Ints:
    return np.sort(np.array(times or (), np.int64))
