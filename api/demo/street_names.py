"""Street names: none twice in a town; roads are mostly called after where they lead."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, cycle

from api.demo.names import name_pools, road_to, shuffled
from api.demo.sites import Sites
from api.demo.streets import NONE, Streets
from api.demo.towns import Towns, build_towns


@dataclass(frozen=True, eq=False)
class StreetNames:
    """The name of every road inside a settlement, and names still free in each town."""

    towns: Towns
    main: dict[tuple[int, int], str]  # (road, site) → name
    free: dict[int, list[str]]  # settlement → names no road has

    def unused(self) -> dict[int, Iterator[str]]:
        """Return the free names of each settlement, again from the first when all are given."""
        return {seat: cycle(names) for seat, names in self.free.items()}


def build_street_names(sites: Sites, streets: Streets) -> StreetNames:
    """Return the names of the roads in every settlement, and those left for small streets."""
    towns = build_towns(sites)
    pools = name_pools("street_names")
    free = {
        seat: shuffled(pools, sites.key[seat], big=towns.big[seat])
        for seat in dict.fromkeys(towns.seat)
    }
    main: dict[tuple[int, int], str] = {}
    taken: dict[int, set[str]] = {seat: set() for seat in free}
    for road, nodes in enumerate(streets.road_nodes):
        ends = int(nodes[0]), int(nodes[-1])  # a road's first and last node are sites
        for site in dict.fromkeys(streets.site[nodes].tolist()):
            if site == NONE:
                continue
            seat, goal = towns.seat[site], ends[0] if site == ends[1] else ends[1]
            wish = _wish(sites, towns, seat, goal)
            names = chain([wish] if wish else [], free[seat])
            main[road, site] = next(name for name in names if name not in taken[seat])
            taken[seat].add(main[road, site])
    left = {
        seat: [name for name in names if name not in taken[seat]] for seat, names in free.items()
    }
    return StreetNames(towns, main, left)


def _wish(sites: Sites, towns: Towns, here: int, goal: int) -> str | None:
    if sites.kind[goal] == "station":
        return "Bahnhofstraße"
    return None if towns.seat[goal] == here else road_to(sites.name[towns.seat[goal]])
