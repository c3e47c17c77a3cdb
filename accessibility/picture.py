"""MapPicture: everything one map says, before anybody decides between paper and screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from accessibility.classes import Band, class_of, values_of
from accessibility.figures import MapError, Measure, measure_of
from accessibility.style import (
    DOT,
    LARGEST,
    SMALLEST,
    SYMBOLS,
    SymbolKind,
)
from accessibility.summary import absent_targets
from accessibility.words import (
    HIERARCHY,
    MAJORITY_NOTE,
    NOT_CHECKED,
    TARGETS,
    WALK_NOTE,
    day_name,
    status_sentence,
    timetable_of,
)

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Layers:
    """What lies around the Ortsteile; all EPSG:4326, None or empty where there is nothing.

    ===========  ==================================================================
    zentren      name, level; points
    stations     name, sbahn (bool); points
    lines        name, product (key of ``style.PRODUCTS``), section, section_trips; lines
    boundary     polygons of the Kommunen, or one of the county, or both
    areas        kind (key of ``style.AREAS``); polygons
    roads        lines for a faint background, best only the classified ones
    ===========  ==================================================================
    """

    zentren: gpd.GeoDataFrame | None = None
    stations: gpd.GeoDataFrame | None = None
    lines: gpd.GeoDataFrame | None = None
    boundary: gpd.GeoDataFrame | None = None
    areas: gpd.GeoDataFrame | None = None
    roads: gpd.GeoDataFrame | None = None


@dataclass(frozen=True)
class Imprint:
    """Who says so: what every map and page carries besides its figures."""

    region: str
    dates: Mapping[str, date]  # day type → the date that stands for it
    crs: str  # metric
    sources: str
    data_status: str = "official"
    provenance: str = ""


@dataclass(frozen=True, eq=False)
class MapPicture:
    """A map's content.

    ``places``: one point per Ortsteil, EPSG:4326, with name, kommune, population, value,
    walk_share, target.
    ``value`` is in the measure's own unit (seconds, count, share), nan = none; ``target`` is the
    name of the target reached best, "" if none; ``population`` is nan where unknown. On a map of
    lines the places are dots of one class, and ``offer`` has a row per line: name, product,
    operator, course, trips.
    """

    title: str
    subtitle: str
    definition: str
    measure: Measure
    places: gpd.GeoDataFrame
    layers: Layers
    imprint: Imprint
    offer: pd.DataFrame | None = None

    def __post_init__(self) -> None:
        """Refuse a map of nothing."""
        if self.places.empty:
            raise MapError(f"map {self.title!r}: the table holds no Ortsteil, nothing to draw")

    @property
    def status(self) -> str:
        """The sentence on the standing of the data, "" where they are official."""
        return status_sentence(self.imprint.data_status)

    @property
    def classes(self) -> NDArray[np.int64]:
        """``[place]`` index into ``measure.scale.classes``."""
        walk_share = self.places["walk_share"].to_numpy(float)
        if not self.measure.walkers_apart:
            walk_share = np.zeros_like(walk_share)
        return class_of(self.measure.scale, self.places["value"].to_numpy(float), walk_share)

    @property
    def bands(self) -> list[Band]:
        """``[place]`` how its class looks."""
        bands = self.measure.scale.classes
        return [bands[index] for index in self.classes]

    @property
    def diameters(self) -> Floats:
        """``[place]`` diameters of the circles in points."""
        if self.offer is not None:
            return np.full(len(self.places), DOT)
        population = self.places["population"].to_numpy(float)
        return diameters(population, largest=LARGEST, smallest=SMALLEST)


def build_picture(
    table: gpd.GeoDataFrame, *, measure: str, day: str, layers: Layers, imprint: Imprint
) -> MapPicture:
    """Return the map of one column of the accessibility table, such as ``sbahn_journeys``."""
    target, figure = measure_of(measure)
    if measure not in table.columns:
        raise MapError(f"the table has no column {measure!r}; was it made by `mobility access`?")
    rows = table[table["day"] == day] if "day" in table.columns else table
    if rows.empty:
        raise MapError(f"the table has no rows for day {day!r}; it has {_days(table)}")
    _refuse_absent(rows, measure, target)
    notes = (figure.definition, HIERARCHY, WALK_NOTE if figure.walkers_apart else "", MAJORITY_NOTE)
    when = imprint.dates.get(day)
    parts = (imprint.region, day_name(day), timetable_of(when) if when else "")
    return MapPicture(
        title=figure.titled(target),
        subtitle=" · ".join(part for part in parts if part),
        definition=" ".join(note for note in notes if note),
        measure=figure,
        places=_places(rows, measure, target),
        layers=layers,
        imprint=imprint,
    )


def diameters(population: Floats, *, largest: float, smallest: float) -> Floats:
    """Return ``[place]`` diameters whose circles have areas in proportion to the people.

    The place with most people gets ``largest``; below ``smallest`` nothing shrinks further, and
    places of unknown population are drawn so too.
    """
    known = np.nan_to_num(population, nan=0.0)
    most = max(float(known.max(initial=0.0)), 1.0)
    return np.maximum(largest * np.sqrt(known / most), smallest)


def size_examples(population: Floats, *, smallest_shown: float) -> list[float]:
    """Return up to three round populations for the legend, largest first, well apart."""
    most = float(np.nanmax(population, initial=0.0))
    steps = [lead * 10.0**power for power in range(1, 7) for lead in (1, 2, 5)]
    examples: list[float] = []
    for step in reversed(steps):
        if smallest_shown <= step <= (examples[-1] / 4 if examples else most):
            examples.append(step)
    return examples[:3]


def clear_of_town(centre: Floats, circle_xy: Floats, radius: Floats) -> float:
    """Return how far the circles reach on which a centre stands, 0 beside them."""
    inside = np.hypot(*(circle_xy - centre).T) < radius
    return float(radius[inside].max(initial=0.0))


def people_by_class(picture: MapPicture) -> tuple[Floats, NDArray[np.int64]]:
    """Return ``[class]`` the people known and the number of Ortsteile in each class."""
    size = len(picture.measure.scale.classes)
    population = np.nan_to_num(picture.places["population"].to_numpy(float), nan=0.0)
    classes = picture.classes
    people = np.zeros(size)
    np.add.at(people, classes, population)
    return people, np.bincount(classes, minlength=size).astype(np.int64)


def symbols_present(layers: Layers) -> list[SymbolKind]:
    """Return the kinds of Zentren and stations on the map, in the order of the legend."""
    present: set[str] = set()
    if layers.zentren is not None:
        present |= set(layers.zentren["level"])
    if layers.stations is not None:
        present |= {"sbahn" if sbahn else "bahn" for sbahn in layers.stations["sbahn"]}
    return [kind for kind in SYMBOLS if kind in present]


def _refuse_absent(rows: gpd.GeoDataFrame, measure: str, target: str) -> None:
    """Refuse a class the region has no target of: a map of it would show everybody cut off."""
    absent = absent_targets(rows)
    if target in absent:
        others = ", ".join(kind for kind in TARGETS if kind not in absent) or "none"
        raise MapError(
            f"no map for measure {measure!r}: the region has no target of class {target} "
            f"({NOT_CHECKED}); classes with targets: {others}"
        )


def _places(rows: gpd.GeoDataFrame, measure: str, target: str) -> gpd.GeoDataFrame:
    """Return ``MapPicture.places`` of the rows."""
    walk_share = rows.get(f"{target}_walk_share", pd.Series(0.0, index=rows.index))
    reached = rows.get(f"{target}_name", pd.Series("", index=rows.index))
    columns = {
        "name": rows["name"].astype(str),
        "kommune": rows["kommune"].fillna("").astype(str),
        "population": values_of(rows["population"]),
        "value": values_of(rows[measure]),
        "walk_share": np.nan_to_num(values_of(walk_share)),
        "target": reached.fillna("").astype(str),
    }
    points = rows.geometry.to_crs("EPSG:4326")
    return gpd.GeoDataFrame(columns, geometry=points, crs="EPSG:4326").reset_index(drop=True)


def _days(table: gpd.GeoDataFrame) -> str:
    return ", ".join(dict.fromkeys(table["day"].astype(str))) if "day" in table else "none"
