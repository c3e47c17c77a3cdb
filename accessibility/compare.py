"""Compare: what one result gives people that another does not, for Kreis, Kommunen, Ortsteile."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from accessibility.areas import ORTSTEIL, Areas
from accessibility.compare_figures import Columns
from accessibility.compare_sides import MEASURES, Both, Side, classes_of, common_days
from accessibility.compare_yardstick import Yardstick
from accessibility.places import Places
from mobility.profiles import UNREACHED

FREE, FIXED = "frei", "fest"  # the target: chosen anew, or that of the result before
HEADS = ("area", "area_id", "area_name", "day", "class", "target")
Named = tuple[str, str, str]  # day, class, target


def compare_table(
    places: Places,
    before: pd.DataFrame,
    after: pd.DataFrame,
    fixed: pd.DataFrame | None = None,
    *,
    down_to: str = ORTSTEIL,
    measures: Sequence[str] = MEASURES,
) -> pd.DataFrame:
    """Return a row per day, class, ``target`` (frei, fest) and area: Kreis, Kommunen, Ortsteile.

    The tables are point tables; ``fixed`` is that of the result after towards the targets of the
    result before; areas below the level ``down_to`` are left out. Columns beside those: ``people``
    known to live there (null: unknown) and ``people_known``, those of whom anything can be said; of
    each of the ``measures`` ``_before`` and ``_after``, medians as in the accessibility table, and
    ``_difference``, the median of the differences of all points that have a value in both (of
    counts only who does not walk); ``time_difference_mean`` of the same; ``people_compared``; and
    of whoever is newly reached, lost, newly or no longer meets the standard, is clearly better or
    worse off, ``people_…`` and ``…_share`` of those known. Nobody is left out for being
    unreachable.
    """
    return compared_with(Yardstick(places, before, down_to, measures), after, fixed)


def compared_with(
    before: Yardstick, after: pd.DataFrame, fixed: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the rows of ``compare_table`` of one more result; what is the same is kept."""
    named, parts = list[Named](), list[Columns]()
    for day in common_days(before.points, after):
        free = classes_of(after, day)
        held = {} if fixed is None else classes_of(fixed, day)
        for name, columns in _of_day(before, day, free, held):
            named.append(name)
            parts.append(columns)
    heads = _heads(before.settled.areas, named)
    figures = {name: np.concatenate([one[name] for one in parts]) for name in parts[0]}
    return pd.DataFrame(heads | {name: _nullable(values) for name, values in figures.items()})


def _of_day(
    before: Yardstick, day: str, free: Mapping[str, Side], held: Mapping[str, Side]
) -> Iterator[tuple[Named, Columns]]:
    """Yield the figures of every class of which anything is known, the target free and fixed."""
    old, found = before.classes(day), dict[str, Columns]()
    for target, new in ((FREE, free), (FIXED, held)):
        for kind, side in new.items():
            both = Both(old[kind], side)
            if not both.known.any():
                continue
            if kind not in found or side.other(free[kind]).any():  # few choose another target
                found[kind] = before.figures(both, day)
            yield (day, kind, target), found[kind]


def wide_table(heads: gpd.GeoDataFrame, found: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return a row per Ortsteil and day for maps: ``<class>_<figure>``, fixed ``…_fest``.

    ``heads`` has a row per Ortsteil: ``ortsteil_id, name, kommune, population, data_status`` and
    its point; ``found`` is a table of ``compare_table``.
    """
    rows = found[found["area"] == ORTSTEIL]
    days = list(dict.fromkeys(rows["day"]))
    wide = heads.loc[np.tile(heads.index, len(days))].reset_index(drop=True)
    wide.insert(1, "day", np.repeat(days, len(heads)))
    keys = pd.MultiIndex.from_frame(wide[["ortsteil_id", "day"]].astype(str))
    figures = [name for name in rows if name not in (*HEADS, "people")]
    columns: dict[str, Any] = {}
    for (kind, target), part in rows.groupby(["class", "target"], sort=False):
        told = part.set_index([part["area_id"].astype(str), part["day"].astype(str)])
        ending = "" if target == FREE else f"_{target}"
        for name in figures:
            columns[f"{kind}_{name}{ending}"] = told[name].reindex(keys).array
    return gpd.GeoDataFrame(
        pd.concat([wide, pd.DataFrame(columns)], axis=1),
        geometry=heads.geometry.name,
        crs=heads.crs,
    )


def _heads(areas: Areas, named: Sequence[Named]) -> dict[str, Any]:
    """Return the areas under each day, class and target named."""
    heads = {"area": areas.level, "area_id": areas.area_id, "area_name": areas.name}
    columns = {name: np.tile(np.array(of, object), len(named)) for name, of in heads.items()}
    for name, of in zip(HEADS[3:], zip(*named, strict=True), strict=True):
        columns[name] = np.repeat(np.array(of, object), len(areas))
    return columns


def _nullable(values: Any) -> Any:  # noqa: ANN401 - whole numbers become nullable ones
    if not np.issubdtype(values.dtype, np.integer):
        return values
    missing = values >= UNREACHED
    return pd.arrays.IntegerArray(np.where(missing, 0, values), missing)
