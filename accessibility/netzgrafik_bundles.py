"""Netzgrafik bundles: the Knoten of a drawing, the lines between each two, and their minutes."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from accessibility.style import PRODUCTS
from gtfs.timetable import NONE, Bools, Floats, Ints, Strings

HOUR_MIN, TWO_HOURS_MIN = 60, 120
EVEN, ODD = "g", "u"  # hours of a Takt of two hours, as German planners mark them
NO_MINUTE = "–"
TRUNKS = (", Bahnhof", ", Markt", " Bahnhof", " (tief)", " Hbf")  # what a town's name needs no more


class Places(NamedTuple):
    """Where the stations lie: names, metres, and which of them belong to the region."""

    name: Strings  # [station]
    xy: Floats  # [station, 2]
    inside: Bools  # [station]


class Knoten(NamedTuple):
    """A Knoten of the drawing: ``arrow`` where it only says how lines go on beyond the region."""

    station: int
    name: str
    inside: bool
    arrow: bool
    beyond: tuple[str, ...]  # ends of lines that go on from here


class Stroke(NamedTuple):
    """A line of a bundle, minutes as they are printed: (departure, arrival) at either end."""

    line: int
    headway_s: int
    at_start: tuple[str, str]
    at_end: tuple[str, str]


class Bundle(NamedTuple):
    """The lines between two Knoten, numbered as the list of Knoten is."""

    start: int
    end: int
    strokes: tuple[Stroke, ...]


def knoten_of(edges: pd.DataFrame, places: Places) -> list[Knoten]:
    """Return the Knoten of the edges, by station.

    One outside the region at which every line goes on to somewhere is an arrow to their ends.
    """
    beyond: dict[int, set[int]] = {}
    ending: set[int] = set()
    for side in ("from", "to"):
        columns = edges[f"{side}_knoten"].tolist(), edges[f"{side}_beyond"].tolist()
        for knoten, end in zip(*columns, strict=True):
            beyond.setdefault(knoten, set())
            if end == NONE:
                ending.add(knoten)
            else:
                beyond[knoten].add(end)
    return [
        Knoten(
            station,
            town_name(str(places.name[station])),
            bool(places.inside[station]),
            station not in ending,
            tuple(sorted({town_name(str(places.name[end])) for end in beyond[station]})),
        )
        for station in sorted(beyond)
    ]


def bundles_of(
    edges: pd.DataFrame, knoten: Sequence[Knoten], lines: Mapping[int, tuple[str, str]]
) -> list[Bundle]:
    """Return the lines between each two Knoten, trains first; ``lines`` are names and products."""
    number = {one.station: place for place, one in enumerate(knoten)}
    found: dict[tuple[int, int], list[Stroke]] = {}
    names = ("leaves", "back_arrives", "back_leaves", "arrives")
    columns = [edges[name].tolist() for name in ("line", "headway_s", "from_knoten", "to_knoten")]
    for row, (line, headway_s, start, end) in enumerate(zip(*columns, strict=True)):
        told = [minute_text(int(edges[name].iloc[row]), headway_s) for name in names]
        ends = (told[0], told[1]), (told[2], told[3])
        turned = number[start] > number[end]
        key = (number[end], number[start]) if turned else (number[start], number[end])
        found.setdefault(key, []).append(Stroke(line, headway_s, *(ends[::-1] if turned else ends)))
    rank = {product: place for place, product in enumerate(reversed(PRODUCTS))}
    return [
        Bundle(*key, tuple(sorted(own, key=lambda one: _order(lines[one.line], rank))))
        for key, own in sorted(found.items())
    ]


def minute_text(minute: int, headway_s: int) -> str:
    """Return the minute of the clock hour, of a Takt of two hours with even or odd hour.

    A dash where there is none, or where the Takt has no fixed minute (40 or 90 min).
    """
    headway_min = headway_s // 60
    if minute < 0 or (HOUR_MIN % headway_min and headway_min != TWO_HOURS_MIN):
        return NO_MINUTE
    hour = "" if headway_min <= HOUR_MIN else EVEN if minute < HOUR_MIN else ODD
    return f"{minute % HOUR_MIN:02d}{hour}"


def town_name(name: str) -> str:
    """Return the name of a station without the word for its station or market place."""
    for trunk in TRUNKS:
        name = name.removesuffix(trunk)
    return name


def ends_of(bundles: Sequence[Bundle]) -> Ints:
    """Return ``[bundle, 2]`` the Knoten at both ends."""
    return np.array([(one.start, one.end) for one in bundles], np.int64).reshape(-1, 2)


def around(edges: pd.DataFrame, station: int, sections: int, inside: Bools) -> pd.DataFrame:
    """Return the edges within so many sections of a Knoten: a drawing of its surroundings.

    It does not go on beyond a Knoten outside the region, ``inside [station]``.
    """
    near = {station}
    kept = np.zeros(len(edges), np.bool_)
    for _ in range(sections):
        kept |= (edges["from_knoten"].isin(near) | edges["to_knoten"].isin(near)).to_numpy()
        ends = np.unique(edges.loc[kept, ["from_knoten", "to_knoten"]].to_numpy())
        near |= set(ends[inside[ends]].tolist())
    return edges[kept]


def _order(line: tuple[str, str], rank: Mapping[str, int]) -> tuple[int, str]:
    name, product = line
    return rank.get(product, len(rank)), name
