"""Feed words: how the changes of a scenario call the lines and stops of two feeds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from gtfs.difference_changes import Difference, LineAdded
from gtfs.timetable import Strings, Timetable
from gtfs.write_text import unique_ids
from mobility.lines import Said, names_of_routes
from mobility.new_stops import mode_of
from mobility.scenario_values import NewStop, StopAt


@dataclass(frozen=True, eq=False)
class LineWords:
    """Lines as changes call them: by name where only one has it, else by id."""

    of_route: Sequence[str]  # [old route]
    by_route: Mapping[str, str]  # the same by route_id
    new: Mapping[str, Mapping[str, Any]]  # what a change says of a line added, as it is labelled

    @classmethod
    def of(
        cls,
        difference: Difference,
        old: Timetable,
        new: Timetable,
        labels: Strings,
        said: Mapping[str, Said],
    ) -> Self:
        """Return the words; ``labels [new trip]`` is what the difference calls their lines."""
        words = _names(old, said, difference.lines_added)
        by_route = dict(zip(old.route_id.tolist(), words, strict=True))
        added = {}
        for line in difference.lines_added:
            route = int(np.bincount(new.trip_route[labels == line.line]).argmax())
            added[line.line] = {
                "line": line.name,
                "mode": mode_of(new, route),
                "product": line.desc,
                **_agency(old, line.agency),
            }
        return cls(words, by_route, added)

    def said_of(self, label: str, route_id: str) -> Mapping[str, Any]:
        """Return what a change that adds trips says of their line."""
        return self.new[label] if label in self.new else {"line": self.by_route[route_id]}


@dataclass(frozen=True, eq=False)
class StopWords:
    """Stops as changes call them: by id, those that are new with name and place as well."""

    added: Mapping[str, NewStop]  # by the id they have in the difference
    names: Mapping[str, str]

    @classmethod
    def of(cls, difference: Difference, old: Timetable) -> Self:
        """Return the words; no new stop has the id of an old station."""
        added = difference.stops_added
        given = np.array([stop.stop_id for stop in added], np.str_)
        ids = unique_ids(given, [*old.stop_id.tolist(), *old.station_id.tolist()]).tolist()
        new = {
            stop.stop_id: NewStop(name=stop.name or own, lon=stop.lon, lat=stop.lat, stop_id=own)
            for stop, own in zip(added, ids, strict=True)
        }
        names = dict(zip(old.stop_id.tolist(), old.stop_name.tolist(), strict=True))
        return cls(new, names | {name: stop.name for name, stop in new.items()})

    def told(self, stop_ids: Sequence[str]) -> tuple[StopAt, ...]:
        """Return the stops of a course."""
        return tuple(self.added.get(name, name) for name in stop_ids)

    def course(self, stop_ids: Sequence[str]) -> str:
        """Return first and last stop by name."""
        return f"{self.names[stop_ids[0]]} – {self.names[stop_ids[-1]]}"


def _names(old: Timetable, said: Mapping[str, Said], added: Sequence[LineAdded]) -> list[str]:
    """Return ``[route]`` the name of its line if no other has it, now or with those added."""
    keys, names = names_of_routes(old, said)
    owners: dict[str, set[str]] = defaultdict(set)
    for key, name in zip(keys.tolist(), names.tolist(), strict=True):
        owners[name].add(key)
    for line in added:
        owners[line.name].add(f"{line.agency}: {line.line}")
    known = set(keys.tolist())
    return [
        name if len(owners[name]) == 1 and name not in known and "/" not in name else key
        for key, name in zip(keys.tolist(), names.tolist(), strict=True)
    ]


def _agency(old: Timetable, name: str) -> dict[str, str]:
    """Return the agency of that name, by its id where several have it; or that it is new."""
    found = np.flatnonzero(old.agency_name == name)
    if not len(found):
        return {"new_agency": name} if name else {}
    return {"agency": name if len(found) == 1 else str(old.agency_id[found[0]])}
