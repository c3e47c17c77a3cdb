"""Course groups: trips that make the same calls, changed together, call by call."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gtfs.additions import Calls, with_calls
from gtfs.timetable import NONE, PHONE, Bools, Bytes, Ints, Timetable


@dataclass(frozen=True, eq=False)
class Group:
    """Trips of one order of stops and one way."""

    trips: Ints  # [trip]
    stops: Ints  # [call]
    arrival_s: Ints  # [trip, call]
    departure_s: Ints  # [trip, call]
    pickup: Bytes  # [trip, call]
    drop_off: Bytes  # [trip, call]
    call_m: Ints  # [call]
    shape: str
    origin: Ints  # [call] which of the calls they made before, NONE for a new one

    def __post_init__(self) -> None:
        """Make the arrays read-only."""
        for column in (*self.columns, self.trips, self.stops, self.call_m, self.origin):
            column.setflags(write=False)

    @property
    def columns(self) -> tuple[Ints, Ints, Bytes, Bytes]:
        """All that is ``[trip, call]``."""
        return self.arrival_s, self.departure_s, self.pickup, self.drop_off

    @property
    def changed(self) -> bool:
        """Whether it makes other calls than before."""
        return bool((self.origin == NONE).any() or (np.diff(self.origin) != 1).any())


def groups_of(timetable: Timetable, trips: Ints) -> Sequence[Group]:
    """Return the trips, group by group in the order of their first trips."""
    members: dict[tuple[str, bytes, bytes], list[int]] = {}
    for trip in trips.tolist():
        calls = timetable.calls_of(trip)
        stops, metres = timetable.call_stop[calls], timetable.call_m[calls]
        key = str(timetable.trip_shape[trip]), stops.tobytes(), metres.tobytes()
        members.setdefault(key, []).append(trip)
    return [_group(timetable, np.array(group), shape) for (shape, *_), group in members.items()]


def with_groups(timetable: Timetable, groups: Iterable[Group]) -> Timetable:
    """Return the timetable in which the trips make the calls of their groups."""
    groups = list(groups)
    trips = np.concatenate([group.trips for group in groups])
    arrival, departure, pickup, drop_off = (
        np.concatenate([getattr(group, name).ravel() for group in groups]) for name in TIMES
    )
    stops, metres = (
        np.concatenate([np.tile(getattr(group, name), len(group.trips)) for group in groups])
        for name in ("stops", "call_m")
    )
    size = np.concatenate([np.full(len(g.trips), len(g.stops)) for g in groups])
    shapes = np.concatenate([np.full(len(g.trips), g.shape) for g in groups])
    shape = timetable.trip_shape.astype(np.promote_types(shapes.dtype, timetable.trip_shape.dtype))
    shape[trips] = shapes
    changed = with_calls(
        timetable, trips, Calls(size, stops, arrival, departure, pickup, drop_off, metres)
    )
    return changed.with_columns(trip_shape=shape)


def span_between(group: Group, start: Bools, end: Bools) -> tuple[int, int, bool] | None:
    """Return the calls at both stops in the order of the trip, and whether it is the way back.

    Of a trip that makes it both ways that of the way there.
    """
    for one, other, back in ((start, end, False), (end, start, True)):
        begins, ends = (np.flatnonzero(stops[group.stops]) for stops in (one, other))
        ends = ends[ends > begins.min(initial=len(group.stops))]
        if len(ends):
            return int(begins[begins < ends[0]][-1]), int(ends[0]), back
    return None


def without_calls_between(group: Group, first: int, last: int) -> Group:
    """Return the group without the calls ``first : last``."""
    kept = np.r_[:first, last : len(group.stops)]
    return replace(
        group,
        stops=group.stops[kept],
        call_m=group.call_m[kept],
        origin=group.origin[kept],
        **{name: getattr(group, name)[:, kept] for name in TIMES},
    )


def with_calls_at(group: Group, at: int, stops: Ints, arrival_s: Ints, departure_s: Ints) -> Group:
    """Return the group with calls before call ``at``; the times are ``[trip, new call]``.

    Who has to phone for one of the calls there are, has to phone for the new ones.
    """
    regular = np.repeat(inner_flag(group)[:, None], len(stops), axis=1)
    new = dict(zip(TIMES, (arrival_s, departure_s, regular, regular), strict=True))
    unknown = np.full(len(stops), NONE, np.int32)
    spots = np.full(len(stops), at)
    return replace(
        group,
        stops=np.insert(group.stops, spots, stops),
        call_m=np.insert(group.call_m, spots, unknown),
        origin=np.insert(group.origin, spots, unknown),
        **{name: np.insert(getattr(group, name), spots, new[name], axis=1) for name in TIMES},
    )


def later_from(group: Group, at: int, seconds: Ints | int) -> Group:
    """Return the group with call ``at`` and all after it so many seconds ``[trip]`` later."""
    by = np.zeros(group.arrival_s.shape, np.int64)
    by[:, at:] = np.asarray(seconds).reshape(-1, 1)
    return replace(group, arrival_s=group.arrival_s + by, departure_s=group.departure_s + by)


def inner_flag(group: Group) -> Bytes:
    """Return ``[trip]`` pickup and drop-off of a stop on the way: regular, or by phone."""
    by_phone: Bools = ((group.pickup == PHONE) | (group.drop_off == PHONE)).any(axis=1)
    return np.where(by_phone, PHONE, 0).astype(np.int8)


TIMES = ("arrival_s", "departure_s", "pickup", "drop_off")  # columns [trip, call]


def _group(timetable: Timetable, trips: Ints, shape: str) -> Group:
    size = timetable.first_call[trips[0] + 1] - timetable.first_call[trips[0]]
    calls = timetable.first_call[trips][:, None] + np.arange(size)
    stops, metres = (getattr(timetable, name)[calls[0]] for name in ("call_stop", "call_m"))
    arrival, departure, pickup, drop_off = (getattr(timetable, name)[calls] for name in TIMES)
    origin = np.arange(size)
    return Group(trips, stops, arrival, departure, pickup, drop_off, metres, shape, origin)
