"""Losers: the Verliererliste, by name: whose useful journey is gone, and what is left instead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from accessibility.access import Choices, Question, asked_of
from accessibility.choice import Choice
from accessibility.hour_shares import BACK, THERE
from accessibility.known import Known, same_pairs
from accessibility.losers_journeys import Lost, find_lost, journeys_of
from accessibility.losers_rides import Pairs, trips_of
from accessibility.standards import CLASSES
from gtfs.timetable import NONE, Bools, Ints, Timetable
from mobility.day import Day
from mobility.profiles import UNREACHED

COLUMNS = (
    *("ortsteil_id", "name", "kommune", "day", "class", "way", "target_id", "target_name"),
    *("departure", "arrival", "lines", "trip_ids", "people", "next_departure", "next_arrival"),
    *("next_useful", "earlier", "later", "longer", "loss", "person_minutes"),
)


@dataclass(frozen=True, eq=False)
class Scene:
    """One of the two networks compared: its question, its days and its timetable."""

    question: Question
    days: Mapping[str, Day]
    timetable: Timetable
    known: Mapping[str, Known] = field(default_factory=dict)  # what its choices rest on, by day


def losers(
    before: Scene,
    after: Scene,
    choices: Choices,
    *,
    classes: Sequence[str] = CLASSES,
    threads: int | None = None,
) -> pd.DataFrame:
    """Return the journeys that are gone, those who lose most first.

    ``choices`` are those before: journeys lead to the targets chosen then. A row is an Ortsteil,
    day, class, way (hin, zurück) and the trips ridden: a useful journey before, of which after
    there is none that leaves not earlier and arrives not later, nor a walk as quick. ``lines`` and
    ``trip_ids`` are those ridden, joined by " → " and " "; ``people`` those at whose door it is so
    (nan: unknown); clock times and what the next best journey costs (``earlier``, ``later``,
    ``longer``) are, in seconds, those of the home with most of them, null where nothing is left;
    ``next_useful`` says whether that one is useful: else it runs, and takes too long to be listed.
    ``loss`` is earlier and later together, no more than the longest journey; ``person_minutes`` is
    its sum over people, by which the list is ordered.
    """
    parts = [
        _of_day(before, after, name, choices[name], classes, threads)
        for name in before.days
        if name in after.days
    ]
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)
    keys = ["person_minutes", "ortsteil_id", "day", "class", "way", "departure"]
    found = found.sort_values(keys, ascending=[False] + [True] * 5, kind="stable")
    return found.reset_index(drop=True)


def _of_day(
    before: Scene,
    after: Scene,
    name: str,
    choices: Mapping[str, Choice],
    classes: Sequence[str],
    threads: int | None,
) -> pd.DataFrame:
    """Return the rows of one day."""
    question, day = before.question, before.days[name]
    chosen = {kind: _chosen(choices[kind]) for kind in classes}
    pairs, number = _pairs(list(chosen.values()), question.walk_s.T.shape)
    number = np.where(_same(before, after, name), NONE, number)
    moved = _same_targets(question, after.question, number)
    old = journeys_of(
        asked_of(question, name, day), number,
        useful=True, known=before.known.get(name), threads=threads,
    )  # fmt: skip
    new = journeys_of(
        asked_of(after.question, name, after.days[name]), moved,
        known=after.known.get(name), threads=threads,
    )  # fmt: skip
    walk_s = _walks(after.question, moved, len(pairs.point))
    parts = []
    for way, one, other in zip((THERE, BACK), old, new, strict=True):
        lost = find_lost(one, other, walk_s)
        trips = trips_of(question, day, pairs, lost.journeys, back=way == BACK, threads=threads)
        told = _told(before, pairs, lost, trips, day.moving.max_travel_s)
        told = told.assign(day=name, way=way)
        for kind, target in chosen.items():
            own = target[told["point"]] == told["target"].to_numpy()
            parts.append(told[own].assign(**{"class": kind}))
    return _grouped(question, pd.concat(parts, ignore_index=True))


def _chosen(choice: Choice) -> Ints:
    """Return ``[point]`` the target chosen by those who ride to it, ``NONE`` of all others."""
    return np.where(choice.walks, NONE, choice.target).astype(np.int64)


def _pairs(chosen: Sequence[Ints], shape: tuple[int, int]) -> tuple[Pairs, Ints]:
    """Return the pairs any class needs, and ``[target, point]`` the number of each."""
    wanted = np.zeros(shape, np.bool_)
    for target in chosen:
        point = np.flatnonzero(target != NONE)
        wanted[target[point], point] = True
    target, point = np.nonzero(wanted)
    number = np.full(shape, NONE, np.int64)
    number[target, point] = np.arange(len(target))
    return Pairs(point, target), number


def _same(before: Scene, after: Scene, name: str) -> Bools:
    """Return ``[target, point]`` the pairs known to have the same journeys in both."""
    one, other = (side.question.places.place_id[side.question.target] for side in (before, after))
    if name in before.known and name in after.known and np.array_equal(one, other):
        return same_pairs(before.known[name], after.known[name])
    return np.zeros(before.question.walk_s.T.shape, np.bool_)


def _same_targets(before: Question, after: Question, number: Ints) -> Ints:
    """Return the numbers by the targets of the other question; those of its own are ``NONE``."""
    known = pd.Index(after.places.place_id[after.target])
    row = known.get_indexer(pd.Index(before.places.place_id[before.target]))
    moved = np.full(after.walk_s.T.shape, NONE, np.int64)
    moved[row[row >= 0]] = number[row >= 0]
    return moved


def _walks(after: Question, number: Ints, pairs: int) -> Ints:
    """Return ``[pair]`` the walk all the way, ``UNREACHED`` where it is too far or gone."""
    walk_s = np.full(pairs, UNREACHED, np.int64)
    held = number != NONE
    walk_s[number[held]] = after.walk_s.T[held]
    return walk_s


def _told(
    scene: Scene, pairs: Pairs, lost: Lost, trips: list[tuple[int, ...]], most_s: int
) -> pd.DataFrame:
    """Return a row per journey that is gone at a home."""
    point = pairs.point[lost.journeys.pair]
    places = scene.question.places
    people = places.point_people[point]
    loss = np.minimum(lost.earlier_s + lost.later_s, most_s)
    return pd.DataFrame(
        {
            "point": point,
            "target": pairs.target[lost.journeys.pair],
            "ortsteil": places.point_ortsteil[point],
            "trips": pd.Series(trips, dtype=object),
            "departure": lost.journeys.departure_s,
            "arrival": lost.journeys.arrival_s,
            "people": people,
            "weight": np.where(np.isnan(people), 1.0, people),
            "next_departure": _nullable(lost.next_departure_s),
            "next_arrival": _nullable(lost.next_arrival_s),
            "next_useful": pd.arrays.BooleanArray(
                lost.next_useful, lost.next_departure_s >= UNREACHED
            ),
            "earlier": _nullable(lost.earlier_s),
            "later": _nullable(lost.later_s),
            "longer": _nullable(lost.longer_s),
            "loss": loss,
        }
    ).assign(**_names(scene.timetable, trips))


def _names(timetable: Timetable, trips: Sequence[tuple[int, ...]]) -> dict[str, list[str]]:
    """Return ``[journey]`` the lines and the trip_ids of the rides."""
    line = timetable.route_name[timetable.trip_route].tolist()
    ids = timetable.trip_id.tolist()
    return {
        "lines": [" → ".join(line[trip] for trip in ridden) for ridden in trips],
        "trip_ids": [" ".join(ids[trip] for trip in ridden) for ridden in trips],
    }


def _grouped(question: Question, told: pd.DataFrame) -> pd.DataFrame:
    """Return a row per way, class, Ortsteil and trips ridden, told by the home with most people."""
    places = question.places
    keys = ["way", "class", "ortsteil", "target", "trip_ids"]
    told = told.assign(person_minutes=told["weight"] * told["loss"] / 60)
    most = told.sort_values(["weight", "point"], ascending=[False, True], kind="stable")
    by = most.groupby(keys, sort=False)
    rows = most.drop_duplicates(keys).set_index(keys)
    rows["people"] = by["people"].sum(min_count=1)
    rows["person_minutes"] = by["person_minutes"].sum().round(6)
    rows = rows.reset_index()
    home, target = rows["ortsteil"].to_numpy(), question.target[rows["target"].to_numpy()]
    named = {
        "ortsteil_id": places.place_id[home].astype(object),
        "name": places.name[home].astype(object),
        "kommune": places.parent[home].astype(object),
        "target_id": places.place_id[target].astype(object),
        "target_name": places.name[target].astype(object),
    }
    return rows.assign(**named)[list(COLUMNS)]


def _nullable(values: Ints) -> pd.arrays.IntegerArray:
    missing = values >= UNREACHED
    return pd.arrays.IntegerArray(np.where(missing, 0, values).astype(np.int64), missing)
