"""Odd values: minutes, headways, stands and speeds a change names but hardly means."""

from collections.abc import Iterator, Sequence

import numpy as np

from api.scenarios.course_words import plain
from api.scenarios.lines import LinesBeforeAfter
from gtfs.hops import RAIL_KMH, ROAD_KMH
from gtfs.timetable import Floats, Timetable
from mobility.clocks import HOUR_S, MINUTE_S, clock_text
from mobility.scenario import Plain
from mobility.scenario_lines import AddLine, Extend, Line, ReplaceLine, Reroute
from mobility.scenario_streets import SetStreetSpeed
from mobility.scenario_trips import ExtendHours, SetDwell, SetHeadway, Shift
from mobility.streets import StreetNetwork
from mobility.tagging import HIGHWAY_CLASSES, MOTORWAYS, TRUNKS

STREET_KMH = 100  # Annahme: faster may nobody outside motorways
MOTORWAY_KMH = 130  # Annahme: the Richtgeschwindigkeit; nobody drives faster in the mean
SLACK = 1.001  # the seconds of streets are of single precision
FACTOR = 3  # Annahme: no street becomes so much faster
SHIFT_MIN = 120  # Annahme: who moves a trip farther means another trip
STAND_S = 15 * MINUTE_S  # Annahme: nobody sits in a standing bus for longer
HEADWAY_MIN = 5  # Annahme: more often runs no bus of a county
LATEST_S = 28 * HOUR_S  # Annahme: later begins the next day
RAILS = ("rail", "sbahn")
BUS_TYPES = (3, *range(700, 717))  # of GTFS, extended ones too
HARDLY = "kaum gemeint (Annahme)"


def odd_value(change: Plain, timetable: Timetable, lines: Sequence[str]) -> Iterator[str]:
    """Yield what of a change is hardly meant; ``lines`` are the names of those it touches."""
    match change:
        case Shift() if abs(change.minutes) > SHIFT_MIN:
            told = f"{change.line} um {plain(abs(change.minutes))} min verschoben"
            yield f"{told}; mehr als {SHIFT_MIN} min sind {HARDLY}"
        case SetDwell() if change.seconds > STAND_S:
            told = f"{change.line} steht in {change.stop} {plain(change.seconds / MINUTE_S)} min"
            yield f"{told}; mehr als {STAND_S // MINUTE_S} min sind {HARDLY}"
        case SetHeadway() | ExtendHours():
            if isinstance(change, ExtendHours):
                yield from _late(change)
            yield from _often(change.line, [change.minutes], timetable, lines)
        case SetStreetSpeed() if (change.factor or 0) > FACTOR:
            told = f"auf der Straße {plain(change.factor or 0)}-mal so schnell"
            yield f"{told}; mehr als {FACTOR}-mal ist {HARDLY}"
        case AddLine():
            yield from _line(change, timetable, lines)
        case ReplaceLine():
            yield from _line(change.by, timetable, lines)
        case Reroute() | Extend():
            rail = timetable.route_rail[timetable.route_name == change.line]
            yield from _fast(change.line, change.kmh, RAIL_KMH if rail.any() else ROAD_KMH)
        case _:
            return


def fast_streets(where: Sequence[str], both: LinesBeforeAfter) -> Iterator[str]:
    """Yield how fast the street changes told let somebody go, where that is hardly meant."""
    fastest = 0.0
    sides = [side.service.network.streets for side in (both.before, both.after)]
    for mode in sides[1] if where else ():
        fastest = max(fastest, _fastest(sides[0][mode], sides[1][mode]))
    if fastest:
        yield (
            f"{', '.join(where)}: auf der Straße bis {plain(round(fastest, 1))} km/h; mehr als "
            f"{STREET_KMH} km/h (Autobahn und Schnellstraße {MOTORWAY_KMH}) sind {HARDLY}"
        )


def _fastest(before: StreetNetwork, after: StreetNetwork) -> float:
    """Return the highest speed above the limit that its way has not known, 0 without any."""
    ways, row = np.unique(np.append(before.edge_way_id, after.edge_way_id), return_inverse=True)
    known = np.zeros(len(ways))
    np.maximum.at(known, row[: len(before.edge_way_id)], _kmh(before))
    kmh = _kmh(after)
    open_road = [HIGHWAY_CLASSES.index(name) for name in (*MOTORWAYS, *TRUNKS)]
    limit = np.where(np.isin(after.edge_class, open_road), MOTORWAY_KMH, STREET_KMH)
    odd = (kmh > limit * SLACK) & (kmh > known[row[len(before.edge_way_id) :]] * SLACK)
    return float(kmh[odd].max(initial=0))


def _kmh(streets: StreetNetwork) -> Floats:
    """Return ``[edge]`` the speed; 0 where it takes no time."""
    seconds = streets.edge_s.astype(np.float64)
    takes = seconds > 0
    return np.where(takes, streets.edge_m * 3.6 / np.where(takes, seconds, 1), 0)


def _line(line: Line, timetable: Timetable, lines: Sequence[str]) -> Iterator[str]:
    yield from _fast(line.line, line.kmh, RAIL_KMH if line.mode in RAILS else ROAD_KMH)
    headways = [runs.headway for runs in line.runs if runs.headway is not None]
    yield from _often(line.line, headways, timetable, lines)


def _late(change: ExtendHours) -> Iterator[str]:
    if change.last is not None and change.last > LATEST_S:
        told = f"{change.line} fährt bis {clock_text(change.last)}"
        yield f"{told}; später als {clock_text(LATEST_S)} ist {HARDLY}"


def _often(
    line: str, headways: Sequence[int], timetable: Timetable, lines: Sequence[str]
) -> Iterator[str]:
    """Yield a headway no bus runs by; trains and trams may."""
    least = min(headways, default=HEADWAY_MIN)
    types = timetable.route_type[np.isin(timetable.route_name, lines)]
    if least < HEADWAY_MIN and np.isin(types, BUS_TYPES).any():
        yield f"{line} alle {least} min; ein Bus öfter als alle {HEADWAY_MIN} min ist {HARDLY}"


def _fast(what: str, kmh: float | None, limit: float) -> Iterator[str]:
    if kmh is not None and kmh > limit:
        yield f"{what} {plain(kmh)} km/h; mehr als {plain(limit)} km/h sind {HARDLY}"
