"""Draft: a timetable and streets while the changes of a scenario are made to them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

import numpy as np

from gtfs.timetable import NONE, Bools, Ints, Strings, Timetable
from mobility.line_parts import Parts
from mobility.lines import Said, built_parts
from mobility.scenario_values import Dated, ScenarioError
from mobility.streets import Mode, StreetNetwork
from mobility.transfers import Pairs

NAMED = 8  # names offered where one is unknown or stands for several

Point = tuple[float, float]  # lon, lat


@dataclass(frozen=True, eq=False)
class Ground:
    """What a scenario is made on: the network as it is, and the words for what is in it."""

    timetable: Timetable
    day_types: Mapping[str, Bools]  # [date] by day type of the region
    said: Mapping[str, Said] = field(default_factory=dict)  # of the county's lines, by route_id
    streets: Mapping[Mode, StreetNetwork] = field(default_factory=dict)
    places: Mapping[str, Point] = field(default_factory=dict)  # by id, and by name if only one's
    crs: str = "EPSG:25833"  # in metres
    place_names: Mapping[str, str] = field(default_factory=dict)  # by id: of stops built there
    changes: Callable[[], Pairs] | None = None  # how soon one may board; None: by slack alone
    built: Parts | None = None  # of the lines of the network; None: it is the timetable's own


@dataclass(frozen=True, eq=False)
class Draft:
    """A network while changes are made to it."""

    ground: Ground
    timetable: Timetable
    streets: Mapping[Mode, StreetNetwork]
    built: Parts  # what ids of lines mean

    def changed(self, timetable: Timetable) -> "Draft":
        """Return the draft with another timetable."""
        return replace(self, timetable=timetable)


def draft_of(ground: Ground) -> Draft:
    """Return the draft in which nothing has been changed yet."""
    built = ground.built or built_parts(ground.timetable, ground.said)
    return Draft(ground, ground.timetable, ground.streets, built)


def find_station(draft: Draft, text: str) -> Bools:
    """Return ``[station]`` that of an id, or those of a name."""
    timetable = draft.timetable
    of_id: Bools = timetable.station_id == text
    return of_id if of_id.any() else timetable.station_name == text


def find_stops(draft: Draft, text: str) -> Bools:
    """Return ``[stop]`` the stop of an id, or all platforms of a station's id or name."""
    timetable = draft.timetable
    one: Bools = timetable.stop_id == text
    if one.any():
        return one
    station = find_station(draft, text)
    if station.any():
        found: Bools = station[timetable.stop_station]
        return found
    raise ScenarioError(f"no stop {text!r}{hint(text, timetable.station_name)}")


def find_dates(draft: Draft, change: Dated) -> Bools | None:
    """Return ``[date]`` the dates of the day types and season of a change, None for all."""
    types, timetable = draft.ground.day_types, draft.timetable
    if change.days is None and change.season is None:
        return None
    dates = np.ones(timetable.dates, np.bool_)
    if change.days is not None:
        unknown = [day for day in change.days if day not in types]
        if unknown:
            known = ", ".join(types)
            raise ScenarioError(f"no day type {', '.join(unknown)}; the region names {known}")
        dates &= np.any([types[day] for day in change.days], axis=0)
    if change.season is not None:
        first, last = ((day - timetable.first_date).days for day in change.season)
        number = np.arange(timetable.dates)
        dates &= (number >= first) & (number <= last)
    if not dates.any():
        days = f"{', '.join(change.days)} of " if change.days else ""
        span = " to ".join(map(str, change.season or ()))
        raise ScenarioError(f"no date of the timetable is among {days}{span}")
    return dates


def first_call_at(timetable: Timetable, trips: Ints, stops: Bools) -> Ints:
    """Return ``[trip]`` its first call at one of the stops, NONE without any."""
    at = np.flatnonzero(stops[timetable.call_stop])
    first, end = timetable.first_call[trips], timetable.first_call[trips + 1]
    found = np.searchsorted(at, first)
    inside = found < len(at)
    call = np.where(inside, at[np.minimum(found, len(at) - 1)] if len(at) else 0, NONE)
    return np.where(inside & (call < end), call, NONE)


def last_call_at(timetable: Timetable, trips: Ints, stops: Bools) -> Ints:
    """Return ``[trip]`` its last call at one of the stops, NONE without any."""
    at = np.flatnonzero(stops[timetable.call_stop])
    first, end = timetable.first_call[trips], timetable.first_call[trips + 1]
    found = np.searchsorted(at, end) - 1
    call = np.where(found >= 0, at[np.maximum(found, 0)] if len(at) else 0, NONE)
    return np.where((found >= 0) & (call >= first), call, NONE)


def hint(text: str, names: Strings) -> str:
    """Return a hint on the names that look most like it."""
    known = sorted(set(names.tolist()))
    place = (
        text.split(",", maxsplit=1)[0].strip().lower()
    )  # of "Nerchau, Markt" the place tells most
    close = [name for name in known if text.lower() in name.lower()][:NAMED]
    close = close or [name for name in known if place and place in name.lower()][:NAMED]
    close = close or get_close_matches(text, known, n=3, cutoff=0.4)
    return f"; nearest: {', '.join(close)}" if close else ""
