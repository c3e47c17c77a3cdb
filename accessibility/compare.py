"""Compare: what one result gives people that another does not, for Kreis, Kommunen, Ortsteile."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import geopandas as gpd
import numpy as np
import pandas as pd

from accessibility.areas import ORTSTEIL, Areas
from accessibility.compare_settled import Settled, settled_of
from accessibility.compare_sides import COUNTED, MEASURES, Both, Side, classes_of, common_days
from accessibility.places import Places
from gtfs.timetable import Bools, Floats, Ints
from mobility.profiles import UNREACHED

FREE, FIXED = "frei", "fest"  # the target: chosen anew, or that of the result before
MASKS = ("newly_reached", "lost", "newly_met", "no_longer_met", "better", "worse")
Medians: TypeAlias = dict[str, Ints]  # [area] by measure
HEADS = ("area", "area_id", "area_name", "day", "class", "target")


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
    settled, named, parts = settled_of(places, down_to), list[tuple[str, str, str]](), []
    for day in common_days(before, after):
        medians: dict[str, Medians] = {}
        old = classes_of(before, day)
        for target, table in ((FREE, after), (FIXED, fixed)):
            new = {} if table is None else classes_of(table, day)
            for kind, side in new.items():
                both = Both(old[kind], side)
                if both.known.any():
                    named.append((day, kind, target))
                    known = medians.setdefault(kind, {})
                    parts.append(_figures(settled, both, measures, known))
    found = pd.concat([_heads(settled.areas, named), pd.concat(parts, ignore_index=True)], axis=1)
    return found[[*HEADS, *(name for name in found if name not in HEADS)]]


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


def _heads(areas: Areas, named: Sequence[tuple[str, str, str]]) -> pd.DataFrame:
    """Return the areas under each day, class and target named."""
    heads = {"area": areas.level, "area_id": areas.area_id, "area_name": areas.name}
    columns = {name: np.tile(np.array(of, object), len(named)) for name, of in heads.items()}
    for name, of in zip(HEADS[3:], zip(*named, strict=True), strict=True):
        columns[name] = np.repeat(np.array(of, object), len(areas))
    return pd.DataFrame(columns)


def _figures(settled: Settled, both: Both, measures: Sequence[str], known: Medians) -> pd.DataFrame:
    """Return the figures of one class on one day, a row an area."""
    columns = dict[str, Any]()
    for name in measures:
        columns |= _measure(settled, both, name, known)
    mean = {"time_difference_mean": _mean(settled, both)}
    return pd.DataFrame(_people(settled, both) | columns | mean | _masks(settled, both))


def _people(settled: Settled, both: Both) -> dict[str, Floats]:
    every = np.ones_like(both.known)
    names = {"people": every, "people_known": both.known, "people_compared": both.compared}
    return {name: settled.people(mask) for name, mask in names.items()}


def _masks(settled: Settled, both: Both) -> dict[str, Floats]:
    met, was_met = both.after.met & both.known, both.before.met & both.known
    masks = (
        both.newly_reached, both.lost, met & ~was_met, was_met & ~met, both.better, both.worse
    )  # fmt: skip
    found: dict[str, Floats] = {}
    for name, mask in zip(MASKS, masks, strict=True):
        found[f"people_{name}"] = settled.people(mask & both.known)
        found[f"{name}_share"] = settled.share(mask, both.known)
    return found


def _measure(
    settled: Settled, both: Both, name: str, known: Medians
) -> dict[str, pd.arrays.IntegerArray]:
    """Return the medians of a measure before and after, and that of the differences.

    Most homes have the same before and after: only the areas of the others are computed again.
    ``known`` are the medians before, by measure, as far as they have been found.
    """
    sides = (both.before, both.after)
    before, after = (side.numbers(name) for side in sides)
    asked, still_asked = (_asked(side, name) for side in sides)
    if name not in known:
        known[name] = settled.median(before, asked)
    changed = (before != after) | (asked != still_asked)
    held = both.has(name)
    same = np.where(settled.share(held, held) > 0, 0, UNREACHED)
    medians = {
        "before": known[name],
        "after": settled.median_again(after, still_asked, changed, known[name]),
        "difference": settled.median_again(both.difference(name), held, changed, same),
    }
    return {f"{name}_{side}": _nullable(values) for side, values in medians.items()}


def _asked(side: Side, name: str) -> Bools:
    """Return who is in the medians of a measure in the accessibility table."""
    return side.known & ~side.walks if name in COUNTED else side.known


def _mean(settled: Settled, both: Both) -> Floats:
    """Return the mean difference of the planned journey time in seconds, nan without any."""
    seconds = np.where(both.compared, both.difference("journey_time_p50"), 0)
    return settled.mean(seconds.astype(np.float64), both.compared)


def _nullable(values: Ints) -> pd.arrays.IntegerArray:
    missing = values >= UNREACHED
    return pd.arrays.IntegerArray(np.where(missing, 0, values).astype(np.int64), missing)
