"""The way to services of life: a table of the Ortsteile and the verdicts."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from accessibility.choice import Choice, choices_of, clock
from accessibility.columns import people_of
from accessibility.criteria import Criterion, Verdict
from accessibility.ends import Linked, walks_between
from accessibility.folds import NO_TIME
from accessibility.measures import Asked, Trip
from accessibility.medians import most
from accessibility.ortsteil_rows import named, ortsteil_rows
from accessibility.places import POI, Places, targets_of
from accessibility.services_of_life import ServiceOfLife, ServicesProfile
from accessibility.taken_ends import taken_ends
from accessibility.words import clock as said_clock
from accessibility.words import minutes
from gtfs.timetable import Bools, Ints
from mobility.day import Day
from mobility.network import Network
from mobility.profiles import UNREACHED


def services_of_days(
    network: Network,
    places: Places,
    homes: Linked,
    everywhere: Linked,
    days: Mapping[str, Day],
    profile: ServicesProfile,
    *,
    threads: int | None = None,
) -> tuple[pd.DataFrame, list[Verdict]]:
    """Return a row per Ortsteil and day, and the verdicts, of all categories of targets.

    ``homes`` are the doors of the points, ``everywhere`` those of all places. Columns:
    ``ortsteil_id, name, kommune, population, day, date``; per category ``<category>_id,
    <category>_name`` (the target most people of the Ortsteil are best off with),
    ``<category>_time`` (planned journey of the profile's hours, or the walk where that is shorter;
    seconds), ``<category>_journeys, <category>_return_journeys`` (of the operating day),
    ``<category>_last_return`` (clock, seconds), ``<category>_walk_share, <category>_in_time_share,
    <category>_stay_share, <category>_share`` (of people: on foot, within the limit, with a way
    back after the stay, both), ``<category>_limit``. Medians are by people, unreachable last; null
    on days on which the category is not asked about.
    """
    asked = {kind: service for kind in _kinds(places) if (service := profile.service(kind))}
    rows = np.flatnonzero((places.kind == POI) & np.isin(places.parent, list(asked)))
    targets = taken_ends(everywhere, rows)
    walk_s = walks_between(network, homes, targets)
    stay_s = profile.stay.seconds
    tables: list[pd.DataFrame] = []
    verdicts: list[Verdict] = []
    for name, day in days.items():
        open_today = {k: service for k, service in asked.items() if service.is_open(name, day.date)}
        window = profile.hours.window(name, day.date)
        trips = {
            kind: Trip(np.searchsorted(rows, targets_of(places, kind)), one.seconds, window)
            for kind, one in open_today.items()
        }
        question = Asked(day, homes.doors, targets.doors, walk_s, trips, planned=True)
        choices = choices_of(question, threads=threads) if trips else {}
        columns = [
            _columns(places, rows, choices[kind], stay_s).add_prefix(f"{kind}_") for kind in choices
        ]
        tables.append(pd.concat([ortsteil_rows(places, name, day.date), *columns], axis=1))
        for kind, choice in choices.items():
            criterion = _criterion(profile, kind, open_today[kind])
            verdicts.append(
                Verdict(criterion, name, _met(choice, profile.stay.seconds), choice.known)
            )
    return pd.concat(tables, ignore_index=True), verdicts


def _kinds(places: Places) -> list[str]:
    return [str(kind) for kind in np.unique(places.parent[places.kind == POI])]


def _columns(places: Places, rows: Ints, choice: Choice, stay_s: int) -> pd.DataFrame:
    """Return the columns of one category, a row an Ortsteil."""
    people, figures = people_of(places), choice.figures
    riders = people.where(~choice.walks)
    best = most(choice.target, people.weights, people.group, people.size)
    place = np.where(best >= 0, rows[best], -1)
    return pd.DataFrame(
        {
            "id": named(places.place_id, place),
            "name": named(places.name, place),
            "time": people.times(_time_s(choice)),
            "journeys": riders.times(choice.of(figures.journeys, 0)),
            "return_journeys": riders.times(choice.of(figures.return_journeys, 0)),
            "last_return": riders.times(clock(choice.of(figures.last_return, UNREACHED))),
            "walk_share": people.share(choice.walks),
            "in_time_share": people.share(_in_time(choice)),
            "stay_share": people.share(_returns(choice, stay_s)),
            "share": people.share(_met(choice, stay_s)),
            "limit": choice.trip.limit_s,
        }
    )


def _time_s(choice: Choice) -> Ints:
    """Return ``[point]`` the planned journey, or the walk where that is shorter."""
    planned = choice.of(choice.figures.journey_time_p50, UNREACHED)
    return np.minimum(planned, choice.of(choice.figures.walk_s, UNREACHED))


def _in_time(choice: Choice) -> Bools:
    return np.asarray(_time_s(choice) <= (choice.trip.limit_s or 0))


def _returns(choice: Choice, stay_s: int) -> Bools:
    """Return ``[point]`` who comes back after a stay; on foot one always does."""
    return np.asarray(choice.walks | (choice.of(choice.figures.longest_stay, NO_TIME) >= stay_s))


def _met(choice: Choice, stay_s: int) -> Bools:
    return _in_time(choice) & _returns(choice, stay_s)


def _criterion(profile: ServicesProfile, kind: str, service: ServiceOfLife) -> Criterion:
    limit_s = service.seconds
    weekday, weekend = (
        f"{said_clock(first)} bis {said_clock(last)} Uhr"
        for first, last in (profile.hours.weekday, profile.hours.weekend)
    )
    hours = weekday if weekday == weekend else f"{weekday} (Samstag, Sonntag {weekend})"
    return Criterion(
        profile=profile.key,
        key=kind,
        title=f"{service.title} in {minutes(limit_s)}",
        definition=(
            f"Von Tür zu Tür höchstens {minutes(limit_s)} bei geplanter Abfahrt von {hours}, ohne "
            "Warten zu Hause; Median der brauchbaren Verbindungen zur am besten erreichten "
            f"Einrichtung; dazu eine Rückfahrt nach {minutes(profile.stay.seconds)} Aufenthalt. "
            "Zu Fuß genügt der Weg."
        ),
        source=profile.source,
        assumed=service.assumed or profile.hours.assumed or profile.stay.assumed,
        least_share=profile.people.least_share,
    )
