"""Relations: which changes at a Knoten people need, how well they fit, and what delays break."""

import numpy as np
import pandas as pd

from accessibility.used_rides import changes_of
from gtfs.timetable import NONE, Bools, Timetable
from mobility.anschluesse import GOOD, MISSED
from mobility.lines import Lines
from mobility.ready import ready_between
from mobility.transfers import Transfers

BUS_TO_RAIL, RAIL_TO_BUS, OTHER = "Bus → Bahn", "Bahn → Bus", "unter sich"
KEYS = ["station", "line", "way", "to_line", "to_way"]


def relation_table(
    anschluesse: pd.DataFrame, rides: pd.DataFrame, timetable: Timetable, lines: Lines
) -> pd.DataFrame:
    """Return a row per Knoten and relation from one line and way to another, most needed first.

    Columns ``station, line, way, to_line, to_way, kind, arrivals, good, missed, departures, fed,
    share, wait_s, journeys, people``: arriving trips, how many have a good Anschluss and how many
    have just missed one; departing trips that are the first to follow an arrival, and how many of
    them are a good Anschluss of one; the share of the rarer side that has one, and its median wait;
    useful journeys of the day that change there, and the people each of them is for, added up.
    Relations nobody needs on a useful journey have 0.
    """
    table = counted_relations(anschluesse, timetable, lines)
    needed = changes_of(rides, timetable).rename(columns={"from_line": "line", "from_way": "way"})
    need = needed.groupby(KEYS, as_index=False).agg(
        journeys=("journey", "size"), people=("people", "sum")
    )
    table = table.merge(need, on=KEYS, how="left").fillna({"journeys": 0, "people": 0.0})
    table["journeys"] = table["journeys"].astype(np.int64)
    keys = ["people", "arrivals", *KEYS]
    return table.sort_values(keys, ascending=[False, False, *[True] * 5], ignore_index=True)


def counted_relations(
    anschluesse: pd.DataFrame, timetable: Timetable, lines: Lines
) -> pd.DataFrame:
    """Return the columns of ``relation_table`` that speak of trips alone."""
    table, rail = _counted(anschluesse), timetable.route_rail[lines.route]
    return table.assign(kind=_kind(rail[table["line"]], rail[table["to_line"]]))


def _counted(anschluesse: pd.DataFrame) -> pd.DataFrame:
    good = anschluesse["verdict"] == GOOD
    found = anschluesse.assign(
        good=good,
        missed=anschluesse["verdict"] == MISSED,
        going=anschluesse["to_trip"].where(anschluesse["to_trip"] != NONE),
        fed=anschluesse["to_trip"].where(good),
    )
    table = found.groupby(KEYS, as_index=False).agg(
        arrivals=("trip", "size"),
        good=("good", "sum"),
        missed=("missed", "sum"),
        departures=("going", "nunique"),
        fed=("fed", "nunique"),
        wait_s=("wait_s", "median"),
    )
    feeders = found.groupby([*KEYS, "going"], as_index=False)["wait_s"].min()
    fed_s = feeders.groupby(KEYS, as_index=False).agg(fed_wait_s=("wait_s", "median"))
    table = table.merge(fed_s, on=KEYS, how="left")
    arrive, depart = table["arrivals"], table["departures"]
    rarer = (depart > 0) & (depart < arrive)
    return table.drop(columns="fed_wait_s").assign(
        share=np.where(rarer, table["fed"] / depart.clip(lower=1), table["good"] / arrive),
        wait_s=np.where(rarer, table["fed_wait_s"], table["wait_s"]),
    )


def delay_table(
    rides: pd.DataFrame, timetable: Timetable, transfers: Transfers, *, late_s: int = 300
) -> pd.DataFrame:
    """Return a row per line: what it does to the day's journeys if all its trips are late.

    Columns ``line, journeys, people, broken, broken_people, stranded, person_minutes``: useful
    journeys that ride it and their people; those that miss a change by it; those that then do not
    arrive at all; the minutes of the others, each times its people. Who does not change again comes
    so much later; who misses a change takes the next way from there, all other trips to the minute.
    """
    effects = _effects(rides, timetable, transfers, late_s)
    vehicle = (~rides["seated"]).cumsum().to_numpy()
    left = np.flatnonzero(np.append(vehicle[1:] != vehicle[:-1], True))
    each = effects.iloc[left].iloc[vehicle - 1].assign(line=rides["line"].to_numpy())
    first = each.sort_values(["breaks", "last"], ascending=False, kind="stable")
    return _by_line(first.drop_duplicates(["journey", "line"]))  # what breaks, else the end


def _effects(
    rides: pd.DataFrame, timetable: Timetable, transfers: Transfers, late_s: int
) -> pd.DataFrame:
    """Return a row per ride: whether the change behind it breaks, and the seconds lost.

    Of a vehicle one stays seated in the last ride tells; the next one is late as well if it is of
    the same line.
    """
    changes = changes_of(rides, timetable)
    ready_s = ready_between(
        timetable,
        transfers,
        (changes["from_stop"].to_numpy(), changes["to_stop"].to_numpy()),
        (changes["from_trip"].to_numpy(), changes["to_trip"].to_numpy()),
    )
    spare_s = (changes["departure_s"] - changes["arrival_s"]).to_numpy() - ready_s
    tight = (spare_s < late_s) & (changes["from_line"] != changes["to_line"]).to_numpy()
    breaks = np.zeros(len(rides), np.bool_)
    breaks[changes["ride"].to_numpy()[tight]] = True
    missed_s = (rides["late_arrival_s"] - rides["due_s"]).to_numpy(np.float64)
    lost_s = np.select([breaks, rides["last"].to_numpy()], [missed_s, float(late_s)], 0.0)
    return rides[["journey", "people", "last"]].assign(breaks=breaks, lost_s=lost_s)


def _by_line(each: pd.DataFrame) -> pd.DataFrame:
    stranded = each["breaks"] & each["lost_s"].isna()
    weighed = each.assign(
        stranded=stranded,
        broken_people=each["people"] * each["breaks"],
        person_minutes=each["people"] * each["lost_s"].fillna(0.0) / 60,
    )
    table = weighed.groupby("line", as_index=False).agg(
        journeys=("journey", "nunique"),
        people=("people", "sum"),
        broken=("breaks", "sum"),
        broken_people=("broken_people", "sum"),
        stranded=("stranded", "sum"),
        person_minutes=("person_minutes", "sum"),
    )
    return table.sort_values("person_minutes", ascending=False, ignore_index=True)


def _kind(from_rail: Bools, to_rail: Bools) -> list[str]:
    chosen = np.select(
        [~from_rail & to_rail, from_rail & ~to_rail], [BUS_TO_RAIL, RAIL_TO_BUS], OTHER
    )
    words: list[str] = chosen.tolist()
    return words
