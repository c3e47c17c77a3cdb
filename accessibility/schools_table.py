"""The table and the verdicts of trips to school."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from accessibility.columns import people_of
from accessibility.criteria import Criterion, Verdict
from accessibility.ends import Linked
from accessibility.medians import most
from accessibility.ortsteil_rows import named, ortsteil_rows
from accessibility.places import Places
from accessibility.schools import Schooling, SchoolProfile
from accessibility.schools_trips import find_schooling
from accessibility.words import clock
from mobility.day import Day
from mobility.network import Network


def schools_of_days(
    network: Network,
    places: Places,
    homes: Linked,
    everywhere: Linked,
    days: Mapping[str, Day],
    profile: SchoolProfile,
    *,
    threads: int | None = None,
) -> tuple[pd.DataFrame, list[Verdict]]:
    """Return the tables and the verdicts of those days that are days of school.

    ``homes`` are the doors of the points, ``everywhere`` those of all places. The columns are
    said at ``school_table``; without a day of school there are neither rows nor verdicts.
    """
    tables, verdicts = [], []
    for name in [name for name in days if name in profile.days]:
        has = find_schooling(
            network, places, homes, everywhere, days[name], profile, threads=threads
        )
        tables.append(school_table(places, has, profile, name, days[name].date))
        verdicts += school_verdicts(has, profile, name)
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(), verdicts


def school_verdicts(
    schooling: Mapping[str, Schooling], profile: SchoolProfile, day: str
) -> list[Verdict]:
    """Return the verdicts of a day: the way there, and back after each end of lessons, by kind.

    Who lives within a walk of a school meets all of them; nothing can be said of a kind without
    any school in the network.
    """
    found = []
    for kind, has in schooling.items():
        known, limit_s = has.school >= 0, profile.limit_s[kind]
        there = _criterion(profile, kind, f"{kind}_hin", "Hinweg", _there_words(profile))
        found.append(Verdict(there, day, has.walks | (has.there_s <= limit_s), known))
        for end, back_s in zip(profile.home.after, has.back_s, strict=True):
            back = _criterion(
                profile, kind, f"{kind}_zurueck_{_digits(end)}", f"Rückweg nach {clock(end)}",
                _back_words(profile, end),
            )  # fmt: skip
            found.append(Verdict(back, day, has.walks | (back_s <= limit_s), known))
    return found


def school_table(
    places: Places, schooling: Mapping[str, Schooling], profile: SchoolProfile, day: str, on: date
) -> pd.DataFrame:
    """Return a row per Ortsteil of a day.

    ``ortsteil_id, name, kommune, population, day, date``; then for each kind ``<kind>_id,
    <kind>_name`` (the school most people of the Ortsteil have), ``<kind>_walk_share``,
    ``<kind>_ride_time`` and ``<kind>_return_1300_time`` … (rides with their changes, medians of
    those who ride, in seconds, null if most have none), ``<kind>_share`` and
    ``<kind>_return_1300_share`` … (shares of people who keep the limit or walk), ``<kind>_limit``.
    """
    columns = [
        _columns(places, has, profile, profile.limit_s[kind]).add_prefix(f"{kind}_")
        for kind, has in schooling.items()
    ]
    return pd.concat([ortsteil_rows(places, day, on), *columns], axis=1)


def _columns(places: Places, has: Schooling, profile: SchoolProfile, limit_s: int) -> pd.DataFrame:
    """Return the columns of one kind, a row an Ortsteil."""
    people = people_of(places).where(has.school >= 0)
    riders = people.where(~has.walks)
    school = most(has.school, people.weights, people.group, people.size)
    columns: dict[str, object] = {
        "id": named(places.place_id, school),
        "name": named(places.name, school),
        "walk_share": people.share(has.walks),
        "ride_time": riders.times(has.there_s),
        "share": people.share(has.walks | (has.there_s <= limit_s)),
    }
    for end, back_s in zip(profile.home.after, has.back_s, strict=True):
        columns[f"return_{_digits(end)}_time"] = riders.times(back_s)
        columns[f"return_{_digits(end)}_share"] = people.share(has.walks | (back_s <= limit_s))
    return pd.DataFrame(columns | {"limit": limit_s})


def _criterion(profile: SchoolProfile, kind: str, key: str, way: str, definition: str) -> Criterion:
    limit = profile.kinds[kind]
    return Criterion(
        profile=profile.key,
        key=key,
        title=f"{limit.title}: {way} in {limit.minutes} min",
        definition=f"{definition} {_search_words(profile)}",
        source=profile.source,
        assumed=limit.assumed or profile.bells.assumed or profile.home.assumed,
        least_share=profile.people.least_share,
    )


def _there_words(profile: SchoolProfile) -> str:
    bells = profile.bells
    times = " oder ".join(clock(bell) for bell in bells.times)
    return (
        f"Ankunft an der Schule {bells.latest_minutes} bis {bells.earliest_minutes} Minuten vor "
        f"Unterrichtsbeginn ({times} Uhr)."
    )


def _back_words(profile: SchoolProfile, end: int) -> str:
    return (
        f"Aufbruch an der Schule um {clock(end)} Uhr oder bis zu "
        f"{profile.home.within_minutes} Minuten danach."
    )


def _search_words(profile: SchoolProfile) -> str:
    return (
        "Gemessen wird die Fahrzeit mit Umsteigen, vom ersten Einstieg bis zum letzten Ausstieg, "
        "ohne Fußwege davor und danach und ohne Warten vor und nach dem Unterricht; von den "
        f"{profile.search.nearest} nächsten Schulen der Art zählt die am besten erreichte, nicht "
        "die des Schulbezirks. Wer zu Fuß hinkommt, erfüllt."
    )


def _digits(clock_s: int) -> str:
    return clock(clock_s).replace(":", "")
