"""Residents: whose Ortsteil each home belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from accessibility.coordinates import points, to_metres
from accessibility.ortsteile import Ortsteile
from accessibility.population import People
from gtfs.findings import Finding, Severity
from gtfs.timetable import NONE, Bools, Floats, Ints

NOBODY = People(np.empty(0), np.empty(0), np.empty(0))
LARGE_SHARE = 0.2  # a sum of points that differs more from the known population is reported,
LARGE_PEOPLE = 50  # if it differs by more people than rounding and secrecy explain


def assign(people: People, ortsteile: Ortsteile, crs: str) -> Ints:
    """Return ``[point]`` the Ortsteil of each home.

    It is the one whose polygon holds the point (the smallest where polygons nest), else the one
    with the nearest point. Ortsteile known only as a point inside another's polygon share that
    polygon: of those, the nearest has the home.
    """
    homes = to_metres(people.lon, people.lat, crs)
    centres = to_metres(ortsteile.lon, ortsteile.lat, crs)
    home_area = _smallest_area(people.lon, people.lat, ortsteile)
    own_area = _smallest_area(ortsteile.lon, ortsteile.lat, ortsteile)
    with_area = ~shapely.is_missing(ortsteile.area)
    own_area[with_area] = np.flatnonzero(with_area)
    owner = home_area.copy()
    shared = np.unique(own_area[~with_area & (own_area != NONE)])
    for area in shared:
        _give(owner, home_area == area, homes, np.flatnonzero(own_area == area), centres)
    _give(owner, home_area == NONE, homes, np.arange(len(centres)), centres)
    return owner


def _give(owner: Ints, chosen: Bools, homes: Floats, candidates: Ints, centres: Floats) -> None:
    """Write the nearest candidate as owner of the chosen homes."""
    if chosen.any():
        _, near = cKDTree(centres[candidates]).query(homes[chosen])
        owner[chosen] = candidates[near]


def _smallest_area(lon: Floats, lat: Floats, ortsteile: Ortsteile) -> Ints:
    """Return ``[point]`` the Ortsteil with the smallest polygon around the point, or ``NONE``."""
    found = np.full(len(lon), NONE, np.int32)
    owners = np.flatnonzero(~shapely.is_missing(ortsteile.area))
    if not len(owners) or not len(lon):
        return found
    tree = shapely.STRtree(points(lon, lat))
    polygon, point = tree.query(ortsteile.area[owners], predicate="intersects")
    # written from large to small, the smallest stays; of equal ones the first
    order = np.lexsort((-polygon, -shapely.area(ortsteile.area[owners])[polygon]))
    found[point[order]] = owners[polygon[order]]
    return found


@dataclass(frozen=True, eq=False)
class Residents:
    """Ortsteile with the homes in them, those of one Ortsteil in a row."""

    ortsteile: Ortsteile  # population filled in, points moved to where people live
    homes: People  # at least one for each Ortsteil; people nan if unknown
    owner: Ints  # [home] index of its Ortsteil, ascending


def settle(
    people: People | None,
    ortsteile: Ortsteile,
    *,
    crs: str,
    kommunen: Mapping[str, float] | None,
) -> tuple[Residents, list[Finding]]:
    """Give every home to an Ortsteil, and every Ortsteil without one its own point as home.

    ``kommunen`` marks people that are but guessed from buildings: they are scaled to the known
    population of the Ortsteil, else of its Kommune (name → people); where neither is known, the
    population of the Ortsteil stays unknown.
    """
    homes = people or NOBODY
    owner = assign(homes, ortsteile, crs)
    findings: list[Finding] = []
    trusted = np.ones(len(ortsteile.name), np.bool_)
    if kommunen is not None:
        factor, trusted = _scale(homes, owner, ortsteile, kommunen)
        homes = replace(homes, people=homes.people * factor[owner])
        homes, owner = homes.only(homes.people > 0), owner[homes.people > 0]
        findings += _guessed(trusted)
    total = _sums(homes, owner, len(ortsteile.name))
    findings += _differences(ortsteile, total)
    settled = _with_population(ortsteile, np.where(trusted, total, np.nan))
    if len(homes):
        settled = _at_middle_home(settled, homes, owner, crs)
        findings += _homeless(settled, total)
    return _with_own_points(settled, homes, owner, total), findings


def _with_population(ortsteile: Ortsteile, total: Floats) -> Ortsteile:
    known = ortsteile.population
    return replace(ortsteile, population=np.where(np.isnan(known), total, known))


def _with_own_points(ortsteile: Ortsteile, homes: People, owner: Ints, total: Floats) -> Residents:
    alone = np.flatnonzero(np.isnan(total))
    people = ortsteile.population[alone]
    joined = People(
        lon=np.concatenate([homes.lon, ortsteile.lon[alone]]),
        lat=np.concatenate([homes.lat, ortsteile.lat[alone]]),
        people=np.concatenate([homes.people, people]),
        ages={
            age: np.concatenate([known, np.full(len(alone), np.nan)])
            for age, known in homes.ages.items()
        },
    )
    owners = np.concatenate([owner, alone]).astype(np.int32)
    order = np.argsort(owners, kind="stable")
    return Residents(ortsteile, joined.only(order), owners[order])


def _scale(
    homes: People, owner: Ints, ortsteile: Ortsteile, kommunen: Mapping[str, float]
) -> tuple[Floats, Bools]:
    """Return ``[ortsteil]`` the factor from guessed to known people, and whether they are known."""
    count = len(ortsteile.name)
    guess = np.bincount(owner, weights=homes.people, minlength=count)
    known = np.isfinite(ortsteile.population)
    frame = pd.DataFrame({"kommune": ortsteile.kommune, "guess": np.where(known, 0, guess)})
    frame["known"] = np.where(known, ortsteile.population, 0)
    by_kommune = frame.groupby("kommune")[["guess", "known"]].transform("sum")
    kommune = frame["kommune"].map(dict(kommunen)).to_numpy(np.float64)
    rest = kommune - by_kommune["known"].to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):  # without homes: never looked up
        own = ortsteile.population / guess
        shared = np.where(rest > 0, rest, np.nan) / by_kommune["guess"].to_numpy()
    factor = np.where(known, own, shared)
    trusted: Bools = known | np.isfinite(factor)
    return np.where(np.isfinite(factor), factor, 1), trusted


def _sums(homes: People, owner: Ints, count: int) -> Floats:
    """Return ``[ortsteil]`` the people of its homes, nan where it has none."""
    total = np.bincount(owner, weights=homes.people, minlength=count)
    return np.where(np.bincount(owner, minlength=count) > 0, total, np.nan)


def _at_middle_home(ortsteile: Ortsteile, homes: People, owner: Ints, crs: str) -> Ortsteile:
    """Move Ortsteile that are only a polygon to the home nearest to their mean resident."""
    count = len(ortsteile.name)
    place = to_metres(homes.lon, homes.lat, crs)
    weight = np.bincount(owner, weights=homes.people, minlength=count)
    x, y = (np.bincount(owner, weights=homes.people * c, minlength=count) for c in place.T)
    with np.errstate(invalid="ignore"):  # Ortsteile without homes: 0 / 0, never looked up
        mean = np.column_stack([x, y]) / weight[:, None]
    order = np.lexsort((np.hypot(*(place - mean[owner]).T), owner))
    first = order[np.flatnonzero(np.diff(owner[order], prepend=NONE))]
    middle = np.full(count, NONE)
    middle[owner[first]] = first
    moved = ~ortsteile.has_point & (middle != NONE)
    lon, lat = ortsteile.lon.copy(), ortsteile.lat.copy()
    lon[moved], lat[moved] = homes.lon[middle[moved]], homes.lat[middle[moved]]
    return replace(ortsteile, lon=lon, lat=lat)


def _differences(ortsteile: Ortsteile, total: Floats) -> list[Finding]:
    """Report Ortsteile whose known population and sum of homes differ much; the homes stay."""
    known = ortsteile.population
    difference = np.nan_to_num(np.abs(total - known))
    far = (difference > LARGE_SHARE * known) & (difference > LARGE_PEOPLE)
    if not far.any():
        return []
    worst = np.argsort(-np.where(far, difference, 0), kind="stable")[: min(3, far.sum())]
    named = "; ".join(f"{ortsteile.name[i]}: {known[i]:.0f} / {total[i]:.0f}" for i in worst)
    return [
        Finding(
            Severity.WARNING,
            "population_differs",
            f"Bekannte Einwohnerzahl und Summe der Einwohnerpunkte weichen stark ab ({named}).",
            count=int(far.sum()),
            done="Anteile nach den Punkten, Einwohnerzahl wie angegeben",
        )
    ]


def _homeless(ortsteile: Ortsteile, total: Floats) -> list[Finding]:
    alone = np.isnan(total)
    if not alone.any():
        return []
    named = ", ".join(ortsteile.name[alone][:3])
    return [
        Finding(
            Severity.INFO,
            "ortsteil_without_people",
            f"Ortsteile ohne Einwohnerpunkt ({named}).",
            count=int(alone.sum()),
            done="an ihrem Ortspunkt ausgewertet",
        )
    ]


def _guessed(trusted: Bools) -> list[Finding]:
    finding = Finding(
        Severity.INFO,
        "population_of_buildings",
        "Annahme: Einwohner nach Wohngebäuden aus OSM verteilt.",
        count=len(trusted),
        done="auf bekannte Einwohnerzahlen der Ortsteile oder Kommunen hochgerechnet",
    )
    if trusted.all():
        return [finding]
    unknown = Finding(
        Severity.WARNING,
        "population_unknown",
        "Ortsteile ohne bekannte Einwohnerzahl, auch nicht ihrer Kommune.",
        count=int((~trusted).sum()),
        done="Wohngebäude als Gewicht, Einwohnerzahl unbekannt",
    )
    return [finding, unknown]
