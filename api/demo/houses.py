"""Houses: residential buildings along the streets, and the people who live in them."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from api.demo.geometry import Floats, Ints, distance, rng_of
from api.demo.sites import Sites
from api.demo.streets import KIND, NONE, Streets

SLOT_M = 21.0  # between two houses on one side of a street
FRONT_M = 15.0  # from the middle of the street to the middle of the house
FREE_M = 13.0  # to the next street or house
GROUP = 1.7  # households that share one drawn house in the villages, to keep the file small
HOUSE, APARTMENTS, FARM = 0, 1, 2
TAGS = ("house", "apartments", "farm")
SHARE = np.array([4.4, 17.0, 5.5])  # people of one house, on average
SIZE_M = np.array([[11.0, 9.0], [22.0, 12.0], [20.0, 11.0]])
CELL_M = 100.0
# share of blocks of flats and of farms, by size of the place (judgement)
MIX = ((9000, 0.40, 0.0), (3000, 0.25, 0.0), (1000, 0.10, 0.05), (0, 0.03, 0.20))
UNBUILT = ("industrial", "hospital")  # spots where nobody lives
BUILT = ("primary", "secondary", "tertiary", "unclassified", "residential", "living_street")


@dataclass(frozen=True, eq=False)
class Houses:
    """Residential buildings."""

    xy: Floats  # [house, 2]
    along: Floats  # [house, 2] direction of the street it stands on, of length 1
    kind: Ints  # [house] index into TAGS
    levels: Ints  # [house]
    ortsteil: Ints  # [house] site
    people: Ints  # [house]


def build_houses(sites: Sites, streets: Streets) -> Houses:
    """Return enough houses for everyone, the nearest to the middle of the place first."""
    xy, along, inside = _slots(streets)
    owner = _owners(sites, xy, inside)
    depth = sites.outlines.depth(inside, xy)
    chosen: list[Ints] = []
    kinds: list[Ints] = []
    people: list[Ints] = []
    for site in sites.of_kind("ortsteil"):
        slots = np.flatnonzero(owner == site)
        rng = rng_of("houses", sites.key[site])
        count, flats, farms = _wanted(int(sites.people[site]), len(slots))
        order = depth[slots] * 0.7 + rng.random(len(slots))
        best = np.argsort(order, kind="stable")[:count]
        kind = rng.choice(3, count, p=[1 - flats - farms, flats, farms])
        chosen.append(np.sort(slots[best]))
        kinds.append(kind)
        people.append(_shares(int(sites.people[site]), SHARE[kind] * rng.uniform(0.6, 1.4, count)))
    house, kind = np.concatenate(chosen), np.concatenate(kinds)
    levels = np.where(kind == APARTMENTS, 3 + house % 3, 1 + house % 2)
    return Houses(xy[house], along[house], kind, levels, owner[house], np.concatenate(people))


def _wanted(people: int, slots: int) -> tuple[int, float, float]:
    _, flats, farms = next(row for row in MIX if people >= row[0])
    mean = float(SHARE @ [1 - flats - farms, flats, farms])
    return (
        max(1, min(slots, round(people / mean / (GROUP if people < 3000 else 1.2)))),
        flats,
        farms,
    )


def _shares(people: int, weight: Floats) -> Ints:
    """Return whole people by weight that add up (largest remainders)."""
    exact = people * weight / weight.sum()
    whole = np.floor(exact).astype(np.int64)
    most = np.argsort(whole - exact, kind="stable")[: people - whole.sum()]
    whole[most] += 1
    return np.asarray(whole)


def _slots(streets: Streets) -> tuple[Floats, Floats, Ints]:
    """Return where houses may stand: both sides of built-up streets, clear of others.

    Three columns: the middle of the house, the direction of its street, the site it lies in.
    """
    built = np.isin(streets.kind, [KIND[kind] for kind in BUILT])
    inside = streets.site[streets.ends]
    edges = streets.ends[built & (inside[:, 0] == inside[:, 1]) & (inside[:, 0] != NONE)]
    a, b = streets.xy[edges[:, 0]], streets.xy[edges[:, 1]]
    length = distance(a, b)
    along = (b - a) / length[:, None]
    count = np.maximum(0, ((length - 10) / SLOT_M).astype(int))
    edge = np.repeat(np.arange(len(edges)), count)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
    at = a[edge] + along[edge] * ((step + 0.7) * SLOT_M)[:, None]
    aside = np.column_stack([-along[edge][:, 1], along[edge][:, 0]]) * FRONT_M
    xy = np.vstack([at + aside, at - aside])
    free = _free(xy, streets)
    site = streets.site[edges[edge, 0]]
    return xy[free], np.tile(along[edge], (2, 1))[free], np.tile(site, 2)[free]


def _owners(sites: Sites, xy: Floats, inside: Ints) -> Ints:
    """Return the Ortsteil of each slot, NONE where nobody is to live.

    A house stands nearest to its own Ortsteil: then who knows only points counts it right.
    """
    places = np.array(sites.of_kind("ortsteil"))
    nearest = places[cKDTree(sites.xy[places]).query(xy)[1]]
    towns = np.array(sites.town)
    open_to = np.array([kind != "neighbour" for kind in sites.kind])
    open_to &= ~np.isin(sites.use, UNBUILT)
    own = np.isin(inside, places)
    mine = np.where(own, inside == nearest, towns[inside] == towns[nearest])
    return np.where(open_to[inside] & mine, nearest, NONE)


def _free(xy: Floats, streets: Streets) -> np.ndarray:
    a, b = streets.xy[streets.ends[:, 0]], streets.xy[streets.ends[:, 1]]
    points = [a + (b - a) * t for t in np.linspace(0, 1, 9)]
    near, _ = cKDTree(np.vstack(points)).query(xy, distance_upper_bound=FREE_M)
    free = np.isinf(near)
    pairs = cKDTree(xy).query_pairs(FREE_M, output_type="ndarray")
    free[pairs[free[pairs[:, 0]]][:, 1]] = False
    return np.asarray(free)


@dataclass(frozen=True, eq=False)
class PopulationPoints:
    """People by fields of 100 m inside an Ortsteil, at the middle of those who live there."""

    id: tuple[str, ...]  # [point]
    xy: Floats  # [point, 2]
    people: Ints  # [point]


def population_points(houses: Houses) -> PopulationPoints:
    """Return the people of the houses by field of 100 m."""
    cell = np.column_stack([houses.ortsteil, np.floor(houses.xy / CELL_M).astype(np.int64)])
    cells, of = np.unique(cell, axis=0, return_inverse=True)
    of = of.ravel()
    people = np.bincount(of, houses.people)
    weight = houses.people + 1e-9  # a house may stand empty
    total = np.bincount(of, weight)
    xy = np.column_stack([np.bincount(of, weight * houses.xy[:, k]) / total for k in (0, 1)])
    names = tuple(f"{x}-{y}-{site}" for site, x, y in cells.tolist())
    return PopulationPoints(names, xy, people.astype(np.int64))
