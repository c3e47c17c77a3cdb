"""Evaluation answers: a scenario before and after as it is sent, JSON, GeoJSON or CSV."""

from typing import Any

import pandas as pd

from accessibility.areas import KOMMUNE, KREIS, ORTSTEIL
from accessibility.compare_explained import reading_data
from accessibility.store import flat
from api.http.accept import CSV, GEOJSON
from api.http.desk import Desk
from api.http.json_text import as_json, plain
from api.http.row_text import feature_text, table_text
from api.http.rows import records
from api.http.scenario_desk import Compared
from api.http.sheet import sheet_of
from api.scenarios.check import check_data
from api.scenarios.told import changes_of
from api.storage.records import ScenarioHead

AREAS = {"kreis": KREIS, "kommunen": KOMMUNE, "ortsteile": ORTSTEIL}  # lists of rows, and of whom


def evaluation_bytes(
    desk: Desk, head: ScenarioHead, found: Compared, losers: int, media: str
) -> bytes:
    """Return what a scenario gives and takes on a day type; the rows are those of ``vergleich/``.

    As GeoJSON a row per Ortsteil, as CSV all rows of Kreis, Kommunen and Ortsteile.
    """
    if media == CSV:
        return flat(found.table).to_csv(index=False).encode()
    told = _told(desk, head, found)
    if media == GEOJSON:
        features, rows = feature_text(sheet_of(found.wide), "ortsteil_id")
        counts = {"numberMatched": rows, "numberReturned": rows, "links": []}
        return as_json({"type": "FeatureCollection", **told, **counts, "features": features})
    told["losers"] = _losers(found, losers) if losers else None
    area = found.table["area"]
    parts = {name: table_text(found.table[area == level]) for name, level in AREAS.items()}
    return as_json(told | {name: part.json for name, part in parts.items()})


def _told(desk: Desk, head: ScenarioHead, found: Compared) -> dict[str, Any]:
    """Return what stands above the rows."""
    made = check_data(found.checked)
    scenario = {name: value for name, value in made["scenario"].items() if name != "scenarios"}
    day = found.after.days[found.day]
    return {
        **desk.told(day.date),
        "day": found.day,
        "date": day.date.isoformat(),
        "before": found.called,
        "scenario": {"id": head.id, "version": head.version, **plain(scenario)},
        "warnings": made["warnings"],
        "headline": found.headline,
        "reading": reading_data(found.reading, changes_of(made), found.names),
    }


def _losers(found: Compared, most: int) -> dict[str, Any]:
    rows: pd.DataFrame = found.losers.head(most)
    return {
        "numberMatched": len(found.losers),
        "numberReturned": len(rows),
        "items": [plain(row) for row in records(rows)],
    }
