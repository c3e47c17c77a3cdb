"""Rule edits: rows of transfers.txt that go on to hold, or not, for trips that have changed."""

from itertools import product

import numpy as np

from gtfs.timetable import NONE, Bools, Ints, Timetable

STAY = 4  # transfer_type: one may stay seated

Kind = tuple[int, bool, bool]  # source, and whether its end and its beginning have moved


def without_stays(timetable: Timetable, ended: Ints, begun: Ints) -> Timetable:
    """Return the timetable in which nobody stays seated at an end that has moved.

    ``ended`` are trips that end elsewhere now, ``begun`` those that begin elsewhere. Rows of type 4
    name trips, not where they end: they hold for these trips no longer, all other rows do.
    """
    stay = timetable.rule_type == STAY
    lost = np.zeros(len(timetable.trip_id), np.bool_)
    for trips, named in ((ended, timetable.rule_from_source), (begun, timetable.rule_to_source)):
        known = named[stay & (named != NONE)]
        lost[trips[np.isin(timetable.trip_source[trips], known)]] = True
    if not lost.any():
        return timetable
    source, kinds = _parted(timetable, lost, ended, begun)
    rows = [row for rule in range(len(stay)) for row in _rows(timetable, rule, kinds)]
    rule, one, other = np.array(rows, np.int32).reshape(-1, 3).T
    names = [name for name in vars(timetable) if name.startswith("rule_")]
    columns = {name: getattr(timetable, name)[rule] for name in names}
    columns |= {"rule_from_source": one, "rule_to_source": other}
    return timetable.with_columns(trip_source=source, **columns)


def _parted(
    timetable: Timetable, lost: Bools, ended: Ints, begun: Ints
) -> tuple[Ints, dict[int, list[Kind]]]:
    """Return ``[trip]`` its source, a new one for the trips lost, and what has become of each."""
    source = timetable.trip_source.copy()
    end, begin = (np.isin(np.arange(len(source)), trips) for trips in (ended, begun))
    kinds: dict[int, list[Kind]] = {
        one: [(one, False, False)] for one in np.unique(source[~lost]).tolist()
    }
    known: dict[Kind, int] = {}
    free = int(source.max()) + 1
    for trip in np.flatnonzero(lost).tolist():
        kind = int(timetable.trip_source[trip]), bool(end[trip]), bool(begin[trip])
        if kind not in known:
            known[kind] = free + len(known)
            kinds.setdefault(kind[0], []).append((known[kind], *kind[1:]))
        source[trip] = known[kind]
    return source, kinds


def _rows(
    timetable: Timetable, rule: int, kinds: dict[int, list[Kind]]
) -> list[tuple[int, int, int]]:
    """Return the rule and the sources it names, once for each of what its trips have become."""
    named = (int(timetable.rule_from_source[rule]), int(timetable.rule_to_source[rule]))
    one, other = (kinds.get(source, [(source, False, False)]) for source in named)
    stay = timetable.rule_type[rule] == STAY
    return [
        (rule, before[0], after[0])
        for before, after in product(one, other)
        if not (stay and (before[1] or after[2]))
    ]
