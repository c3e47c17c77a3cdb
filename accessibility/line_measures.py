"""Line measures: what a line reaches of a criterion, and the trips that decide it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, assert_never

import numpy as np
import pandas as pd

from accessibility.folds import MINUTE_S
from accessibility.line_profiles import (
    Blocks,
    Criterion,
    First,
    Last,
    Pairs,
    Rail,
    SameDays,
    SameMinute,
    Share,
    Spurs,
    Unseen,
)
from accessibility.words import clock
from gtfs.timetable import Bools, Ints
from mobility.line_days import LineDay, pairs_of
from mobility.takt import find_takt, keeps, off_minute, same_minute, served_blocks

SCHULTAG, FERIENTAG = "schultag", "ferientag"
TOLD = 12  # trips that are named as evidence


@dataclass(frozen=True, eq=False)
class Offer:
    """A line on the day types of a region, both ways, and what it has at its Knoten."""

    ends: tuple[str, str]  # names, in the order of OUT
    days: Mapping[str, tuple[LineDay, LineDay]]
    spurs: Sequence[Sequence[int]]  # [whole trip of the Schultag] stations it calls at again
    rail: pd.DataFrame  # rail_waits of the regular trips of the Schultag, with their departure_s
    stations: Mapping[int, str]

    def whole(self, day: str) -> tuple[Ints, Ints]:
        """Return the departures over the whole line, out and back."""
        out, back = self.days[day]
        return out.whole.departure_s, back.whole.departure_s


class Measured(NamedTuple):
    """A value in the criterion's unit (count, per cent or seconds), None where nothing is known."""

    value: int | None
    why: str


def measure(offer: Offer, criterion: Criterion) -> Measured:  # noqa: C901, PLR0911 - a closed set
    """Return what the line reaches of the criterion; the weaker way decides."""
    missing = [day for day in _days(criterion) if day not in offer.days]
    if missing:
        return Measured(None, f"kein {', '.join(missing)} in der Regionsdatei")
    match criterion:
        case Blocks():
            return _blocks(offer, criterion)
        case SameMinute():
            return _same_minute(offer, criterion)
        case Pairs():
            pairs = [pairs_of(*offer.days[day]) for day in criterion.days]
            return Measured(sum(pairs), " + ".join(map(str, pairs)) + _named_ends(offer, criterion))
        case SameDays():
            return _same_days(offer)
        case First() | Last():
            return _edge(offer, first=isinstance(criterion, First))
        case Rail():
            return _rail(offer, criterion)
        case Spurs():
            return _spurs(offer)
        case Share():
            return _share(offer, criterion)
        case Unseen():
            return Measured(None, criterion.text)
        case _:
            assert_never(criterion)


def additional(offer: Offer, way: int) -> Bools:
    """Return ``[whole trip of the Schultag]`` whether it is a zusätzliche Schulfahrt.

    It runs on the Schultag, not on the Ferientag, and off the minute of the Takt.
    """
    school = offer.whole(SCHULTAG)[way]
    if FERIENTAG not in offer.days:
        return np.zeros(len(school), np.bool_)
    extra: Bools = ~np.isin(school, offer.whole(FERIENTAG)[way]) & ~_on_takt(offer, way, school)
    return extra


def takt_of(offer: Offer, way: int) -> tuple[int, int]:
    """Return headway and minute of the Takt: that of the Ferientag, which no school disturbs."""
    day = FERIENTAG if len(offer.days.get(FERIENTAG, ((), ()))[way]) else SCHULTAG
    takt = find_takt(offer.whole(day)[way])
    return takt.headway_s, takt.minute_s


def _days(criterion: Criterion) -> tuple[str, ...]:
    match criterion:
        case Pairs():
            return criterion.days
        case SameDays():
            return SCHULTAG, FERIENTAG
        case Unseen():
            return ()
        case _:
            return (SCHULTAG,)


def _on_takt(offer: Offer, way: int, departure_s: Ints) -> Bools:
    headway_s, minute_s = takt_of(offer, way)
    if not headway_s:
        return np.zeros(len(departure_s), np.bool_)
    return keeps(departure_s, headway_s, minute_s)


def _blocks(offer: Offer, criterion: Blocks) -> Measured:
    block_s, (from_s, until_s) = criterion.block_minutes * MINUTE_S, criterion.span
    ways = offer.whole(SCHULTAG)
    counts = [served_blocks(way, block_s, from_s, until_s) for way in ways]
    holes = []
    for end, way in zip(offer.ends, ways, strict=True):
        every = range(from_s // block_s, -(-until_s // block_s))
        empty = [block for block in every if not np.isin(block, way // block_s)]
        if empty:
            holes.append(f"ab {end} keine {', '.join(clock(n * block_s) for n in empty)}")
    return Measured(min(counts), "; ".join(holes))


def _same_minute(offer: Offer, criterion: SameMinute) -> Measured:
    shares, told = [], []
    for way, (end, departure_s) in enumerate(zip(offer.ends, offer.whole(SCHULTAG), strict=True)):
        takt = takt_of(offer, way)
        if not takt[0]:
            return Measured(0, f"ab {end} kein Takt")
        share = same_minute(departure_s, takt, *criterion.span)
        shares.append(0.0 if np.isnan(share) else share)
        off = _clocks(off_minute(departure_s, takt, *criterion.span))
        missed = f", statt dessen {off}" if off else ""
        told.append(f"ab {end} :{_minute(takt)} alle {takt[0] // MINUTE_S} min{missed}")
    return Measured(_percent(min(shares)), "; ".join(told))


def _minute(takt: tuple[int, int]) -> str:
    return f"{takt[1] // MINUTE_S % 60:02d}"


def _same_days(offer: Offer) -> Measured:
    told: list[str] = []
    count = 0
    for way, end in enumerate(offer.ends):
        school, holiday = offer.whole(SCHULTAG)[way], offer.whole(FERIENTAG)[way]
        for name, own, other in (
            ("nur Schultag", school, holiday),
            ("nur Ferientag", holiday, school),
        ):
            alone = np.unique(own[~np.isin(own, other)])
            alone = alone[_on_takt(offer, way, alone)]
            count += len(alone)
            told += [f"ab {end} {name} {_clocks(alone)}"] if len(alone) else []
        extra = school[additional(offer, way)]
        told += [f"ab {end} zusätzliche Schulfahrten {_clocks(extra)}"] if len(extra) else []
    return Measured(count, "; ".join(told))


def _edge(offer: Offer, *, first: bool) -> Measured:
    ways = offer.whole(SCHULTAG)
    if not all(len(way) for way in ways):
        return Measured(None, "keine Fahrt über die ganze Linie")
    edges = [int(way[0] if first else way[-1]) for way in ways]
    told = "; ".join(f"ab {end} {clock(s)}" for end, s in zip(offer.ends, edges, strict=True))
    return Measured(max(edges) if first else min(edges), told)


def _share(offer: Offer, criterion: Share) -> Measured:
    every = np.concatenate(offer.whole(SCHULTAG))
    if not len(every):
        return Measured(None, "keine Fahrt über die ganze Linie")
    inside = (every >= criterion.span[0]) & (every < criterion.span[1])
    return Measured(_percent(float(inside.mean())), f"{int(inside.sum())} von {len(every)} Fahrten")


def _spurs(offer: Offer) -> Measured:
    """Return the most stations a trip calls at again, and of each how many trips do."""
    trips = Counter(station for again in offer.spurs for station in set(again))
    told = [f"{offer.stations[one]} zweimal in {count} Fahrten" for one, count in trips.items()]
    return Measured(max(map(len, offer.spurs), default=0), "; ".join(told))


def _rail(offer: Offer, criterion: Rail) -> Measured:
    """Return the best Knoten; the others are told behind it."""
    limit_s = criterion.wait_minutes * MINUTE_S
    column = "wait_s" if criterion.walk_counts else "wait_walked_s"
    found = []
    for _, rows in offer.rail.groupby(["station", "side"]):
        ways = [rows[rows["towards"] == towards] for towards in (True, False)]
        if not all(len(way) for way in ways):
            continue
        good = [way[column] <= limit_s for way in ways]
        told = ", ".join(
            f"{int(one.sum())} von {len(one)} {words}{_without(way[~one])}"
            for way, one, words in zip(ways, good, ("zum Zug", "vom Zug"), strict=True)
        )
        share = min(_percent(float(one.mean())) for one in good)
        station, side = (int(rows[name].iloc[0]) for name in ("station", "side"))
        found.append((share, f"{offer.stations[station]} für {offer.ends[side]}: {told}"))
    if not found:
        return Measured(None, "kein Knoten mit Zügen der Hauptrelation, hin und zurück")
    found.sort(key=lambda one: -one[0])
    share, best = found[0]
    if len(found) == 1:
        return Measured(share, best)
    others = "; ".join(told for _, told in found[1:])
    return Measured(share, f"ein Knoten genügt: {best}; nicht gewertet: {others}")


def _without(trips: pd.DataFrame) -> str:
    """Return when the trips without a train leave."""
    clocks = _clocks(np.sort(trips["departure_s"].to_numpy()))
    return f" (ohne: Abfahrt {clocks})" if clocks else ""


def _named_ends(offer: Offer, criterion: Pairs) -> str:
    out, back = (
        sum(len(offer.days[day][way].whole.trip) for day in criterion.days) for way in (0, 1)
    )
    if offer.ends[0] == offer.ends[1]:
        return f" (Ringlinie: {out} Umläufe in der einen, {back} in der anderen Richtung)"
    return f" ({out} ab {offer.ends[0]}, {back} ab {offer.ends[1]})"


def _percent(share: float) -> int:
    """Return whole per cent, rounded down: 89.9 % are not 90."""
    return int(np.floor(round(100 * share, 9)))


def _clocks(seconds: Ints) -> str:
    told = [clock(s) for s in seconds[:TOLD].tolist()]
    more = [f"und {len(seconds) - TOLD} weitere"] if len(seconds) > TOLD else []
    return ", ".join([*told, *more])
