"""Answers: points asked about as files, and what is found written as files."""

import logging
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from accessibility.ends import Linked
from accessibility.folds import Window
from accessibility.opportunities import Opportunities, Wanted
from accessibility.points import read_opportunities, read_points
from accessibility.store import FORMATS, check_format, write_table
from api.folders import whole_file
from api.service import Service
from api.windows import QuestionError
from gtfs.findings import Finding

log = logging.getLogger(__name__)

PAIRS = (".parquet", ".csv", ".xlsx")  # pairs of points have no place on a map
AREAS = (".gpkg", ".geojson", ".parquet")  # polygons have no place in a sheet


def write_matrix(
    service: Service,
    ends: tuple[Path, Path],
    when: date,
    window: Window,
    out: Path,
    *,
    wanted: Sequence[int] = (5, 50, 95),
    threads: int | None = None,
) -> int:
    """Write the travel times between the points of two files; return how many pairs."""
    check_format(out, PAIRS)
    _refuse_own(out, ends)
    origins, destinations = (_points(service, path) for path in ends)
    with whole_file(out) as path:
        table = service.matrix(origins, destinations, when, window, wanted=wanted, threads=threads)
        _write(service, table, path)
    return len(table)


def write_isochrones(
    service: Service,
    origin: str,
    when: date,
    window: Window,
    out: Path,
    *,
    minutes: Sequence[int] = (30, 45, 60),
    percentile: int = 50,
) -> gpd.GeoDataFrame:
    """Write the areas reached from one place within the minutes; return them."""
    check_format(out, AREAS)
    with whole_file(out) as path:
        areas = service.isochrones(
            service.one(origin), when, window, minutes=minutes, percentile=percentile
        )
        _write(service, areas, path, layer="isochrones")
    return areas


def write_opportunities(
    service: Service,
    ends: tuple[Path, Path],
    when: date,
    window: Window,
    out: Path,
    *,
    wanted: Wanted | None = None,
    threads: int | None = None,
) -> int:
    """Write what is reached from the points of one file at those of another; return how many."""
    check_format(out, FORMATS)
    _refuse_own(out, ends)
    cells, found = _points(service, ends[0]), _opportunities(service, ends[1])
    with whole_file(out) as path:
        table = service.opportunities(cells, found, when, window, wanted=wanted, threads=threads)
        _write(service, table, path, layer="opportunities")
    return len(table)


def _refuse_own(out: Path, inputs: Sequence[Path]) -> None:
    """Refuse to write the answer over a file of the question."""
    for path in inputs:
        if out.resolve() == path.resolve():
            msg = f"{out}: is a file the question is read from; write the answer to another"
            raise QuestionError(msg)


def _write(service: Service, table: pd.DataFrame, path: Path, *, layer: str = "matrix") -> None:
    noted = table.assign(data_status=service.status)
    write_table(noted, path, about=service.provenance(), layer=layer)


def _points(service: Service, path: Path) -> Linked:
    points, findings = read_points(path, crs=service.network.crs)
    _tell(findings)
    return _linked(service, points)


def _opportunities(service: Service, path: Path) -> Opportunities:
    points, columns, findings = read_opportunities(path, crs=service.network.crs)
    _tell(findings)
    return Opportunities(_linked(service, points), columns)


def _tell(findings: Sequence[Finding]) -> None:
    for finding in findings:
        log.warning("%s: %s %s", finding.file, finding.message, finding.done)


def _linked(service: Service, points: pd.DataFrame) -> Linked:
    return service.linked(
        points["id"].tolist(), points["lon"].to_numpy(float), points["lat"].to_numpy(float)
    )
