"""New stops: the stops a change names, those there are and those still to be built."""

from collections.abc import Sequence

import numpy as np

from gtfs.additions import Stop, beeline_m, with_stop
from gtfs.timetable import Bools, Floats, Ints, Strings, Timetable, stops_served
from mobility.draft import NAMED, Draft, Point, hint
from mobility.line_map import TRAM_TYPES
from mobility.scenario_ids import new_id
from mobility.scenario_values import NewStop, ScenarioError, StopAt, Transport
from mobility.snapping import Snapped, snap
from mobility.streets import Mode

SAME_M = 30.0  # stops of one name so near each other are one
NEAR_M = 300.0  # so far from a place people walk to an existing stop rather than have a new one
ROAD_M = 500.0  # contract §2, snap_m: who is farther from every street reaches nothing
LOOKED_M = 20_000.0  # how far a street is looked for, to say how far it is
FERRY_TYPES = (4, 1000, 1200)  # route_type: ferry of GTFS, and of the extended types
ON_ROADS: tuple[Transport, ...] = ("bus", "tram")


def placed(draft: Draft, stops: Sequence[StopAt], mode: Transport) -> tuple[Draft, Ints]:
    """Return the draft with the stops that are new in it, and ``[stop]`` all that are named.

    A text is the id of a stop; the id or name of a station, of which it is the stop that trips of
    the mode use most; or a place: the nearest stop of the mode within 300 m, else a new one.
    """
    found = found_stops(draft, stops, mode)
    new = [stop for stop in found if isinstance(stop, NewStop) and stop.stop_id is None]
    points = iter(on_streets(draft, new, mode))
    index = list[int]()
    for one in found:
        number = one
        if isinstance(number, NewStop):
            told = number.stop_id is not None
            point = (number.lon, number.lat) if told else next(points)
            draft, number = _built(draft, number, point)
        index.append(number)
    return draft, np.array(index, np.int32)


def found_stops(draft: Draft, stops: Sequence[StopAt], mode: Transport) -> list[int | NewStop]:
    """Return the index of each stop there is, and those still to be built; refuse all unknown."""
    found, problems = list[int | NewStop](), dict[str, None]()
    for stop in stops:
        try:
            found.append(_resolved(draft, stop, mode))
        except ScenarioError as error:
            problems |= dict.fromkeys(map(str, error.args))
    if problems:
        raise ScenarioError(*problems)
    return found


def routes_of(timetable: Timetable, mode: Transport) -> Bools:
    """Return ``[route]`` those of the mode; trains and S-Bahn share their stations."""
    tram = np.isin(timetable.route_type, TRAM_TYPES) & ~timetable.route_rail
    ferry = np.isin(timetable.route_type, FERRY_TYPES) & ~timetable.route_rail
    match mode:
        case "rail" | "sbahn":
            return timetable.route_rail
        case "tram":
            return np.asarray(tram)
        case "ferry":
            return np.asarray(ferry)
        case "bus":
            return np.asarray(~(timetable.route_rail | tram | ferry))


def mode_of(timetable: Timetable, route: int) -> Transport:
    """Return the mode of a route; what is no train, tram or ferry is a bus."""
    if timetable.route_sbahn[route]:
        return "sbahn"
    others: tuple[Transport, ...] = ("rail", "tram", "ferry")
    return next((mode for mode in others if routes_of(timetable, mode)[route]), "bus")


def _resolved(draft: Draft, stop: StopAt, mode: Transport) -> int | NewStop:
    """Return the index of a stop there is, or the one to be built."""
    if isinstance(stop, NewStop):
        same = _same(draft.timetable, stop, (stop.lon, stop.lat))
        return stop if same is None else same
    timetable = draft.timetable
    of_id = np.flatnonzero(timetable.stop_id == stop)
    if len(of_id):
        return int(of_id[0])
    stations = np.flatnonzero(timetable.station_id == stop)
    if not len(stations):
        stations = np.flatnonzero(timetable.station_name == stop)
    if len(stations) > 1:
        ids = ", ".join(timetable.station_id[stations][:NAMED].tolist())
        raise ScenarioError(f"several stations are named {stop!r}: write one of {ids}")
    if len(stations):
        return _most_used(timetable, int(stations[0]), mode)
    return _at_place(draft, stop, mode)


def _most_used(timetable: Timetable, station: int, mode: Transport) -> int:
    """Return the stop of the station at which trips of the mode call on most dates."""
    own = np.flatnonzero(timetable.stop_station == station)
    calls = np.flatnonzero(timetable.stop_station[timetable.call_stop] == station)
    trip = np.searchsorted(timetable.first_call, calls, "right") - 1
    moving = routes_of(timetable, mode)[timetable.trip_route[trip]]
    dates = timetable.service_runs.sum(axis=1)[timetable.trip_service[trip]]
    used = np.bincount(timetable.call_stop[calls], moving * dates, len(timetable.stop_id))[own]
    if not used.any():
        return int(own[0])
    return int(own[np.lexsort((timetable.stop_id[own], -used))[0]])


def _at_place(draft: Draft, text: str, mode: Transport) -> int | NewStop:
    timetable, places = draft.timetable, draft.ground.places
    if text not in places:
        known: Strings = np.concatenate((timetable.station_name, np.array(list(places), np.str_)))
        raise ScenarioError(f"no stop or place {text!r}{hint(text, known)}")
    lon, lat = places[text]
    away = beeline_m(timetable, lon, lat)
    away[~stops_served(timetable, routes_of(timetable, mode))] = np.inf
    if away.min(initial=np.inf) <= NEAR_M:
        return int(away.argmin())
    return NewStop(name=draft.ground.place_names.get(text, text), lon=lon, lat=lat)


def _same(timetable: Timetable, stop: NewStop, point: Point) -> int | None:
    """Return the stop of the id; of one without an id the nearest of the name within 30 m."""
    if stop.stop_id is not None:
        found = np.flatnonzero(timetable.stop_id == stop.stop_id)
        return int(found[0]) if len(found) else None
    away = np.where(timetable.stop_name == stop.name, beeline_m(timetable, *point), np.inf)
    return int(away.argmin()) if away.min(initial=np.inf) <= SAME_M else None


def _built(draft: Draft, stop: NewStop, point: Point) -> tuple[Draft, int]:
    """Return the draft with the stop at the point; one of the list may have been it already."""
    timetable = draft.timetable
    same = _same(timetable, stop, point)
    if same is not None:
        return draft, same
    taken = np.concatenate((timetable.stop_id, timetable.station_id))
    own = stop.stop_id or new_id(stop.name, taken)
    larger = with_stop(timetable, Stop(own, stop.name, *point))
    return draft.changed(larger), len(timetable.stop_id)


def on_streets(draft: Draft, stops: Sequence[NewStop], mode: Transport) -> list[Point]:
    """Return where the stops stand: of buses and trams on the nearest street for cars.

    Trains and ferries stop where they are told to; a path has to be within 500 m. Without any
    street in the draft all stand where they are told to.
    """
    told = [(stop.lon, stop.lat) for stop in stops]
    moving: Mode = "car" if mode in ON_ROADS else "walk"
    if not told or moving not in draft.streets:
        return told
    lon, lat = np.array(told).T
    snaps = snapped(draft, moving, lon, lat)
    if not snaps.linked.all():
        raise ScenarioError(_too_far(draft, moving, stops, ~snaps.linked))
    if moving == "walk":
        return told
    return list(zip(snaps.lon.tolist(), snaps.lat.tolist(), strict=True))


def snapped(
    draft: Draft, moving: Mode, lon: Floats, lat: Floats, *, within_m: float = ROAD_M
) -> Snapped:
    """Return the points on the streets of the draft."""
    return snap(draft.streets[moving], lon, lat, snap_m=within_m, crs=draft.ground.crs)


def _too_far(draft: Draft, moving: Mode, stops: Sequence[NewStop], lost: Bools) -> str:
    far = [stops[number] for number in np.flatnonzero(lost).tolist()]
    lon, lat = np.array([(stop.lon, stop.lat) for stop in far]).T
    away = snapped(draft, moving, lon, lat, within_m=LOOKED_M).snap_m.tolist()
    told = ", ".join(
        f"{stop.name!r} {f'{metres:.0f} m' if metres <= LOOKED_M else 'over 20 km'}"
        for stop, metres in zip(far, away, strict=True)
    )
    return f"stop too far from a road: {told}; at most {ROAD_M:.0f} m (lon first, then lat)"
