"""Towns drawn by hand for the accessibility table: homes, targets and the lines between them.

Homes stand 4 minutes from their stop and board a minute later: the bus of 6:05 is left for at
6:00. Targets are at their stop: back, the door is left a minute before the bus.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from timetables import DAY, seconds, timetable

from accessibility.access import Answer, Question
from accessibility.access_table import access_table
from accessibility.known import Known
from accessibility.places import HAUPTORT, Places
from accessibility.profile_files import shipped_profile
from accessibility.standards import Profile
from gtfs.timetable import Floats
from mobility.day import Day, build_day
from mobility.doors import Doors
from mobility.parameters import Moving
from mobility.profiles import UNREACHED
from mobility.transfers import footpaths_of


@dataclass(frozen=True)
class Home:
    """Where people of an Ortsteil live: 4 minutes from the stop, and seconds on foot to targets."""

    ortsteil: str
    stop: str = "A"
    people: float = 100
    on_foot: Mapping[str, int] = field(default_factory=dict)
    drive_s: Mapping[str, float] = field(default_factory=dict)
    kommune: str = "Kommune"


@dataclass(frozen=True)
class Target:
    """A centre or station at its stop; of kind "hauptort" the Ortsteil of the name."""

    name: str
    stop: str = "B"
    kind: str = "mittelzentrum"
    verbund: str = ""
    seat: str = ""  # "kreisstadt"


MITTE = Target("Mitte")
RIN = shipped_profile(Profile, "rin-2008")


def bus(line: str, ends: str, times: str, *, takes: int, every: int = 60) -> str:
    """Return ``60: A B`` at every hour of ``6:05-19:05``, the last included."""
    first, last = (seconds(clock) // 60 for clock in times.split("-"))
    rows = [f"{hhmm(m)} {hhmm(m + takes)}" for m in range(first, last + 1, every)]
    return "\n".join([f"{line}: {ends}", *rows, ""])


def hhmm(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"


HOURLY = bus("60", "A B", "6:05-19:05", takes=20) + bus("60", "B A", "6:31-20:31", takes=20)


def question(
    homes: Sequence[Home],
    targets: Sequence[Target],
    stops: Sequence[str],
    *,
    by_car: bool = True,
    profile: Profile = RIN,
) -> Question:
    """Return the question of the table, straight from arrays."""
    ortsteile = list(dict.fromkeys(home.ortsteil for home in homes))
    places = _places(ortsteile, homes, [target for target in targets if target.kind != HAUPTORT])
    names = places.name.tolist()
    seats = sorted((t for t in targets if t.kind == HAUPTORT), key=lambda t: names.index(t.name))
    seat = np.where(np.isin(places.name, [t.name for t in seats]), HAUPTORT, places.seat)
    targets = [*seats, *(target for target in targets if target.kind != HAUPTORT)]
    others = np.arange(len(ortsteile), len(names))
    return Question(
        places=replace(places, seat=seat),
        points=_doors([home.stop for home in homes], stops, 240),
        target=np.array([*(names.index(t.name) for t in seats), *others], np.int64),
        targets=_doors([target.stop for target in targets], stops, 0),
        walk_s=np.array(
            [[home.on_foot.get(t.name, UNREACHED) for t in targets] for home in homes], np.int32
        ).reshape(len(homes), len(targets)),
        drives=(lambda _: _drives(homes, targets)) if by_car else None,
        profile=profile,
        data_status="official",
    )


def _drives(homes: Sequence[Home], targets: Sequence[Target]) -> Floats:
    return np.array([[home.drive_s.get(t.name, np.inf) for t in targets] for home in homes])


def _doors(where: Sequence[str], stops: Sequence[str], walk_s: int) -> Doors:
    rows = [stops.index(stop) for stop in where]
    return Doors(
        np.arange(len(rows) + 1),
        np.array(rows, np.int32),
        np.full(len(rows), walk_s, np.int32),
    )


def _places(ortsteile: list[str], homes: Sequence[Home], targets: Sequence[Target]) -> Places:
    names = [*ortsteile, *(target.name for target in targets)]
    people = {
        name: sum(home.people for home in homes if home.ortsteil == name) for name in ortsteile
    }
    kommune = {home.ortsteil: home.kommune for home in homes}
    stations = {"bahn", "sbahn"}
    return Places(
        place_id=np.array([name.lower() for name in names]),
        name=np.array(names),
        kind=np.array(
            ["ortsteil"] * len(ortsteile)
            + [t.kind if t.kind in stations else "zentrum" for t in targets]
        ),
        parent=np.array([kommune[name] for name in ortsteile] + [t.verbund for t in targets]),
        level=np.array(
            [""] * len(ortsteile) + ["" if t.kind in stations else t.kind for t in targets]
        ),
        lon=np.full(len(names), 12.7),
        lat=np.full(len(names), 51.2),
        population=np.array([*people.values(), *[np.nan] * len(targets)]),
        point_ortsteil=np.array([ortsteile.index(home.ortsteil) for home in homes], np.int32),
        point_lon=np.full(len(homes), 12.7),
        point_lat=np.full(len(homes), 51.2),
        point_people=np.array([home.people for home in homes]),
        seat=np.array([""] * len(ortsteile) + [target.seat for target in targets]),
    )


def table(
    lines: str,
    *homes: Home,
    targets: Sequence[Target] = (MITTE,),
    on: date = DAY,
    by_car: bool = True,
    threads: int | None = None,
    profile: Profile = RIN,
) -> pd.DataFrame:
    """Return the table of one day, by name of the Ortsteil."""
    stops, day = compiled(lines, on)
    asked = question(homes, targets, stops, by_car=by_car, profile=profile)
    found = access_table(asked, {"tag": day}, threads=threads)
    return pd.DataFrame(found).set_index("name")


def row(lines: str, *homes: Home, **asked: Any) -> "pd.Series[Any]":
    """Return the row of the first Ortsteil; what may be asked is said at ``table``."""
    return table(lines, *homes, **asked).iloc[0]


def compiled(lines: str, on: date = DAY, moving: Moving | None = None) -> tuple[list[str], Day]:
    """Return the stops and the day of the lines; nobody walks between stops."""
    typed = timetable(lines)
    none = np.empty(0, np.int32)
    stops = [str(stop) for stop in typed.stop_id]
    footpaths = footpaths_of(len(stops), none, none, none)
    return stops, build_day(typed, footpaths, moving or Moving.model_validate({}), on)


def verdict(lines: str, *homes: Home, on: date = DAY) -> str:
    """Return whether the first home reaches the Mittelzentrum as it should."""
    return str(table(lines, *(homes or [Home("Dorf")]), on=on).iloc[0]["mittelzentrum_verdict"])


def known_of(answer: Answer) -> Known:
    """Return what an answer rests on, where it was kept."""
    if answer.known is None:
        msg = "nothing was kept of this answer: ask with kept=True"
        raise ValueError(msg)
    return answer.known
