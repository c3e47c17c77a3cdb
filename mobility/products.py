"""Products: what the templates of a scenario are made of, change by change."""

from collections.abc import Collection, Iterator
from typing import TypeAlias

import numpy as np

from gtfs.additions import with_route_like
from gtfs.timetable import Ints, Timetable
from mobility.clocks import MINUTE_S
from mobility.draft import Draft
from mobility.draft_lines import find_line
from mobility.scenario import Change, Plain, Template
from mobility.scenario_ids import new_id
from mobility.scenario_lines import AddLine, Course
from mobility.scenario_products import Stadtbus, TouristLine, UpgradeToPlusbus, UpgradeToTaktbus
from mobility.scenario_trips import SetHeadway
from mobility.scenario_values import Runs, ScenarioError

WEEKDAYS, WEEKEND = ("schultag", "ferientag"), ("samstag", "sonntag")

Upgrade: TypeAlias = UpgradeToPlusbus | UpgradeToTaktbus
Takt: TypeAlias = tuple[int, tuple[int, int]]  # headway in minutes, first and last departure


def expanded(change: Change, day_types: Collection[str]) -> tuple[Plain, ...]:
    """Return the changes a template stands for; any other change stands for itself.

    A template speaks of the day types the region names, and of those its ``days`` name.
    """
    match change:
        case UpgradeToPlusbus() | UpgradeToTaktbus():
            return _some(tuple(_upgraded(change, day_types)), change)
        case Stadtbus():
            plain = (change.headway, (change.first, change.last))
            runs = [_runs(_days(change, WEEKDAYS, day_types), plain)]
            if change.saturday_headway is not None:
                saturday = change.saturday_headway, (change.saturday_first, change.saturday_last)
                runs.append(_runs(_days(change, WEEKEND[:1], day_types), saturday))
            return _some(_new_line(change, runs), change)
        case TouristLine():
            weekend = (change.headway, (change.first, change.last))
            runs = [_runs(_days(change, WEEKEND, day_types), weekend)]
            return _some(_new_line(change, runs), change)
        case _:
            return (change,)


def branded(draft: Draft, change: Change) -> Draft:
    """Return the draft in which a line that is to be a PlusBus or TaktBus is called that.

    Where a route has trips of other lines, too, its trips are given a route of their own.
    """
    match change:
        case UpgradeToPlusbus():
            product = "PlusBus"
        case UpgradeToTaktbus():
            product = "TaktBus"
        case _:
            return draft
    timetable, line = draft.timetable, find_line(draft, change.line)
    own = np.zeros(len(timetable.trip_id), np.bool_)
    own[line.trips] = True
    for route in np.unique(timetable.trip_route[line.trips]).tolist():
        trips = timetable.trip_route == route
        timetable = _called(timetable, np.flatnonzero(trips & own), product)
    return draft.changed(timetable)


def _called(timetable: Timetable, trips: Ints, product: str) -> Timetable:
    """Return the timetable in which trips of a route are of the product, not the others of it."""
    like = route = int(timetable.trip_route[trips[0]])
    desc = str(timetable.route_desc[like])
    more = desc if " " in desc else ""  # a word alone is the product it was
    new = more if more.startswith(product) else f"{product} {more}".rstrip()
    if new == desc:
        return timetable
    if np.count_nonzero(timetable.trip_route == like) > len(trips):
        route = len(timetable.route_id)
        text = str(timetable.route_name[like])
        timetable = with_route_like(timetable, like, new_id(text, timetable.route_id))
    told, of_trip = timetable.route_desc.tolist(), timetable.trip_route.copy()
    told[route], of_trip[trips] = new, route
    return timetable.with_columns(route_desc=np.array(told, np.str_), trip_route=of_trip)


def _upgraded(change: Upgrade, day_types: Collection[str]) -> Iterator[Plain]:
    """Yield the headways by the line's own minute; trips over a part of the line stay."""
    weekday = (change.minutes, (change.first, change.last))
    blocks: list[tuple[tuple[str, ...], Takt]] = [(WEEKDAYS, weekday)]
    if change.weekend_minutes is not None:
        weekend = (change.weekend_minutes, (change.weekend_first, change.weekend_last))
        blocks += [((day,), weekend) for day in WEEKEND]  # each by its own minute
    for days, (minutes, (first, last)) in blocks:
        named = _days(change, days, day_types)
        if named:
            yield SetHeadway(
                type="set_headway", note=change.note, days=named, season=change.season,
                line=change.line, minutes=minutes, span=(first, last + minutes * MINUTE_S),
                keep=change.keep,
            )  # fmt: skip


def _new_line(change: Stadtbus | TouristLine, runs: list[Runs | None]) -> tuple[Plain, ...]:
    season = change.months if isinstance(change, TouristLine) else change.season
    told = tuple(one for one in runs if one is not None)
    course = {name: getattr(change, name) for name in Course.model_fields}
    if not told:
        return ()
    return (AddLine(type="add_line", note=change.note, season=season, runs=told, **course),)


def _runs(days: tuple[str, ...], takt: Takt) -> Runs | None:
    minutes, (first, last) = takt
    return Runs(days=days, headway=minutes, first=first, last=last) if days else None


def _days(change: Template, days: tuple[str, ...], types: Collection[str]) -> tuple[str, ...]:
    return tuple(
        day for day in days if day in types and (change.days is None or day in change.days)
    )


def _some(plain: tuple[Plain, ...], change: Template) -> tuple[Plain, ...]:
    if not plain:
        known = ", ".join(change.days or ())
        raise ScenarioError(f"the region has no day type for it{known and f' among {known}'}")
    return plain
