"""Work in shifts: who gets to a place of work before the shift begins and home after it ends."""

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from accessibility.clocked import Span, clocked
from accessibility.columns import people_of
from accessibility.criteria import Criterion, Verdict
from accessibility.door_trips import door_trips
from accessibility.ends import Linked, walks_between
from accessibility.folds import MINUTE_S
from accessibility.ortsteil_rows import ortsteil_rows
from accessibility.places import POI, Places
from accessibility.services_of_life import ServicesProfile, Shift
from accessibility.taken_ends import taken_ends
from accessibility.words import clock, minutes
from gtfs.timetable import Bools, Ints
from mobility.day import Day
from mobility.network import Network


@dataclass(frozen=True, eq=False)
class AtWork:
    """How long one takes to every place of work before a shift, and home after it."""

    site: Ints  # [site] place
    there_s: Ints  # [site, point] UNREACHED where nothing arrives or leaves in time
    back_s: Ints
    walk_s: Ints

    def works(self, limit_s: int) -> Bools:
        """Return ``[site, point]`` who gets there and home within the limit, or walks."""
        rides = (self.there_s <= limit_s) & (self.back_s <= limit_s)
        return np.asarray(rides | (self.walk_s <= limit_s))


def find_at_work(
    network: Network,
    places: Places,
    homes: Linked,
    everywhere: Linked,
    day: Day,
    profile: ServicesProfile,
    *,
    threads: int | None = None,
) -> dict[str, AtWork]:
    """Return for every shift what homes have on the day; ``everywhere`` are doors of all places.

    A shift that ends in the morning ends in that of the same day: its way home is that of those
    who began the evening before.
    """
    site = np.flatnonzero((places.kind == POI) & (places.parent == profile.shifts.category))
    sites = taken_ends(everywhere, site)
    walk_s = walks_between(network, homes, sites).T
    wait_s = profile.shifts.wait_minutes * MINUTE_S

    def trip_s(span: Span, *, back: bool) -> Ints:
        asked = clocked(
            network.timetable, day, sites.doors, homes.doors, [span],
            longest_s=profile.shifts.minutes * MINUTE_S, back=back,
        )  # fmt: skip
        return door_trips(homes.doors, asked.shortest(threads)[:, 0])

    return {
        name: AtWork(
            site,
            trip_s((shift.begins - wait_s, shift.begins), back=False),
            trip_s((shift.ends, shift.ends + wait_s), back=True),
            walk_s,
        )
        for name, shift in profile.shifts.times.items()
    }


def shifts_of_days(
    network: Network,
    places: Places,
    homes: Linked,
    everywhere: Linked,
    days: Mapping[str, Day],
    profile: ServicesProfile,
    *,
    threads: int | None = None,
) -> tuple[gpd.GeoDataFrame, pd.DataFrame, list[Verdict]]:
    """Return a row per place of work, a row per Ortsteil, of each day and shift, and verdicts.

    Places of work: ``place_id, name, day, date, shift, begins, ends`` (clock, seconds), ``people``
    who get there in time and home again within ``limit`` seconds each way or walk, ``people_there``
    and ``people_back`` who manage one of the two, ``walkers``, ``limit, geometry``. Ortsteile:
    ``ortsteil_id, name, kommune, population, day, date``; per shift ``<shift>_share`` (people who
    get to any place of work and home from it) and ``<shift>_sites`` (places of work, the median).
    """
    sites: list[pd.DataFrame] = []
    ortsteile: list[pd.DataFrame] = []
    verdicts: list[Verdict] = []
    for name in [name for name in days if name in profile.shifts.days]:
        day = days[name]
        found = find_at_work(network, places, homes, everywhere, day, profile, threads=threads)
        sites += [_of_sites(places, at, name, day, key, profile) for key, at in found.items()]
        ortsteile.append(_of_ortsteile(places, found, name, day, profile))
        verdicts += [_verdict(at, name, key, profile) for key, at in found.items()]
    return _joined_sites(sites), _joined(ortsteile), verdicts


def _of_sites(
    places: Places, at: AtWork, name: str, day: Day, key: str, profile: ServicesProfile
) -> pd.DataFrame:
    people, limit_s = np.nan_to_num(places.point_people), profile.shifts.minutes * MINUTE_S
    shift, walks = profile.shifts.times[key], at.walk_s <= limit_s
    return pd.DataFrame(
        {
            "place_id": places.place_id[at.site].astype(object),
            "name": places.name[at.site].astype(object),
            "day": name,
            "date": day.date.isoformat(),
            "shift": key,
            "begins": shift.begins,
            "ends": shift.ends,
            "people": at.works(limit_s) @ people,
            "people_there": (walks | (at.there_s <= limit_s)) @ people,
            "people_back": (walks | (at.back_s <= limit_s)) @ people,
            "walkers": walks @ people,
            "limit": limit_s,
            "lon": places.lon[at.site],
            "lat": places.lat[at.site],
        }
    )


def _of_ortsteile(
    places: Places, found: Mapping[str, AtWork], name: str, day: Day, profile: ServicesProfile
) -> pd.DataFrame:
    people, limit_s = people_of(places), profile.shifts.minutes * MINUTE_S
    table = ortsteil_rows(places, name, day.date)
    for key, at in found.items():
        reached = at.works(limit_s).sum(axis=0)
        some = people.where(np.full(len(reached), len(at.site) > 0))
        table[f"{key}_share"] = some.share(reached > 0)
        table[f"{key}_sites"] = some.times(reached)
    return table


def _verdict(at: AtWork, name: str, key: str, profile: ServicesProfile) -> Verdict:
    limit_s = profile.shifts.minutes * MINUTE_S
    met = np.asarray(at.works(limit_s).any(axis=0), np.bool_)
    known = np.full(met.shape, len(at.site) > 0)
    return Verdict(_criterion(profile, key, profile.shifts.times[key]), name, met, known)


def _criterion(profile: ServicesProfile, key: str, shift: Shift) -> Criterion:
    limit = minutes(profile.shifts.minutes * MINUTE_S)
    wait = minutes(profile.shifts.wait_minutes * MINUTE_S)
    return Criterion(
        profile=profile.key,
        key=key,
        title=f"{shift.title} in einem Gewerbegebiet, Weg bis {limit}",
        definition=(
            f"Mindestens ein Gewerbegebiet wird bis {clock(shift.begins)} Uhr von Tür zu Tür in "
            f"{limit} erreicht, und ab {clock(shift.ends)} Uhr kommt man in {limit} wieder nach "
            f"Hause; Warten vor und nach der Arbeit je höchstens {wait}. Zu Fuß genügt der Weg."
        ),
        source=profile.source,
        assumed=profile.shifts.assumed,
        least_share=profile.people.least_share,
    )


def _joined_sites(parts: list[pd.DataFrame]) -> gpd.GeoDataFrame:
    table = _joined(parts)
    if table.empty:
        return gpd.GeoDataFrame(table)
    points = gpd.points_from_xy(table.pop("lon"), table.pop("lat"))
    return gpd.GeoDataFrame(table, geometry=points, crs="EPSG:4326")


def _joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
