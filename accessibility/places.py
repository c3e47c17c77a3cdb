"""Places: Ortsteile with the homes in them, and what people want to reach, as one set of arrays."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

import geopandas as gpd
import numpy as np
import pandas as pd

from accessibility.tables import WGS84, PlacesError
from gtfs.timetable import Bools, Floats, Ints, Strings

ORTSTEIL, ZENTRUM, BAHN, SBAHN, POI = "ortsteil", "zentrum", "bahn", "sbahn", "poi"
HAUPTORT, KREISSTADT = "hauptort", "kreisstadt"  # seats: of a Kommune, of the county
AGED = "people_"  # before the name of an age group: its column of homes

# A centre of higher level also serves the lower ones (LEP Sachsen, Z 1.3.2).
SERVES = {
    "grundzentrum": ("grundzentrum", "mittelzentrum", "oberzentrum"),
    "mittelzentrum": ("mittelzentrum", "oberzentrum"),
    "oberzentrum": ("oberzentrum",),
}


@dataclass(frozen=True, eq=False)
class Places:
    """Ortsteile first, then Zentren, stations and other targets; homes of each Ortsteil in a row.

    Every Ortsteil has at least one home: where none is known, its own point with its population.
    """

    place_id: Strings  # [place] unique over all kinds
    name: Strings  # [place]
    kind: Strings  # [place] "ortsteil", "zentrum", "bahn", "sbahn", "poi"
    parent: Strings  # [place] Kommune; Verbund; "bahn" of an S-Bahn station on rails; category
    level: Strings  # [place] of a Zentrum, else ""
    lon: Floats  # [place]
    lat: Floats  # [place]
    population: Floats  # [place] nan if unknown
    point_ortsteil: Ints  # [point] place of the home, ascending
    point_lon: Floats  # [point]
    point_lat: Floats  # [point]
    point_people: Floats  # [point] nan if unknown (weight 1)
    seat: Strings = field(default_factory=lambda: np.empty(0, np.str_))  # [place] see below
    point_ages: Mapping[str, Floats] = field(default_factory=dict)  # [point] people of an age group

    def __post_init__(self) -> None:
        """Fill the seats in where none are known; make every array read-only.

        ``seat`` is "hauptort" of the Ortsteil with its Kommune's administration, "kreisstadt" of
        the Zentrum with the county's, else "".
        """
        if not len(self.seat):
            object.__setattr__(self, "seat", np.full(len(self.place_id), "", np.str_))
        for column in fields(self):
            values = getattr(self, column.name)
            for array in values.values() if isinstance(values, Mapping) else (values,):
                array.setflags(write=False)


def ortsteile_of(places: Places) -> Ints:
    """Return the places that are Ortsteile, ascending."""
    return _where(places.kind == ORTSTEIL)


def targets_of(places: Places, target_class: str) -> Ints:
    """Return the places that serve as targets of a class, ascending.

    Classes are grundzentrum, mittelzentrum, oberzentrum (higher centres count for lower ones),
    bahn (an S-Bahn station on rails counts), sbahn, hauptort (see ``own_hauptort``), kreisstadt,
    and the region's own categories of targets.
    """
    if target_class in SERVES:
        return _where((places.kind == ZENTRUM) & np.isin(places.level, SERVES[target_class]))
    if target_class == BAHN:
        return _where((places.kind == BAHN) | ((places.kind == SBAHN) & (places.parent == BAHN)))
    if target_class == SBAHN:
        return _where(places.kind == SBAHN)
    if target_class in (HAUPTORT, KREISSTADT):
        return _where(places.seat == target_class)
    found = _where((places.kind == POI) & (places.parent == target_class))
    if not len(found):
        own = np.unique(places.parent[places.kind == POI]).tolist()
        known = ", ".join([*SERVES, BAHN, SBAHN, HAUPTORT, KREISSTADT, *own])
        raise PlacesError(f"no targets of class {target_class!r}; classes are {known}")
    return found


def own_hauptort(places: Places) -> Ints:
    """Return ``[point]`` the Hauptort of the Kommune it lies in, -1 where none is known."""
    seats, ortsteile = targets_of(places, HAUPTORT), ortsteile_of(places)
    of_kommune = dict(zip(places.parent[seats].tolist(), seats.tolist(), strict=True))
    own = np.array([of_kommune.get(kommune, -1) for kommune in places.parent[ortsteile].tolist()])
    return own[np.searchsorted(ortsteile, places.point_ortsteil)].astype(np.int32)


def verbund_of(places: Places, target: Ints) -> Ints | None:
    """Return ``[target]`` a number, the same for partners of a Verbund; None without any.

    A Verbund of which only one partner is among the targets is none.
    """
    named = (places.kind[target] == ZENTRUM) & (places.parent[target] != "")
    names = [
        (str(places.parent[row]), -1) if has_name else ("", int(row))
        for row, has_name in zip(target, named, strict=True)
    ]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    if len(numbers) == len(target):
        return None
    return np.array([numbers[name] for name in names], np.int32)


def _where(chosen: Bools) -> Ints:
    return np.flatnonzero(chosen).astype(np.int32)


def places_frame(places: Places) -> gpd.GeoDataFrame:
    """Return the table of ``places.parquet``."""
    columns = ("place_id", "name", "kind", "parent", "level", "seat", "population")
    return gpd.GeoDataFrame(
        {column: getattr(places, column) for column in columns},
        geometry=gpd.points_from_xy(places.lon, places.lat),
        crs=WGS84,
    )


def points_frame(places: Places) -> pd.DataFrame:
    """Return the homes: ``place_id, lon, lat, people``, and ``people_<group>`` by age."""
    return pd.DataFrame(
        {
            "place_id": places.place_id[places.point_ortsteil],
            "lon": places.point_lon,
            "lat": places.point_lat,
            "people": places.point_people,
            **{AGED + group: people for group, people in places.point_ages.items()},
        }
    )


def places_of_frames(places: gpd.GeoDataFrame, points: pd.DataFrame) -> Places:
    """Return the places of the two tables, as ``places_frame`` and ``points_frame`` wrote them."""
    place_id = text_array(places["place_id"])
    return Places(
        place_id=place_id,
        name=text_array(places["name"]),
        kind=text_array(places["kind"]),
        parent=text_array(places["parent"]),
        level=text_array(places["level"]),
        lon=places.geometry.x.to_numpy(np.float64, copy=True),
        lat=places.geometry.y.to_numpy(np.float64, copy=True),
        population=places["population"].to_numpy(np.float64, copy=True),
        point_ortsteil=pd.Index(place_id)
        .get_indexer(pd.Index(points["place_id"]))
        .astype(np.int32),
        point_lon=points["lon"].to_numpy(np.float64, copy=True),
        point_lat=points["lat"].to_numpy(np.float64, copy=True),
        point_people=points["people"].to_numpy(np.float64, copy=True),
        seat=text_array(places["seat"]) if "seat" in places else np.empty(0, np.str_),
        point_ages={
            str(name).removeprefix(AGED): points[name].to_numpy(np.float64, copy=True)
            for name in points
            if str(name).startswith(AGED)
        },
    )


def text_array(column: pd.Series) -> Strings:
    """Return a column as numpy text, "" where it is empty."""
    return column.fillna("").to_numpy(dtype=object).astype(np.str_)
