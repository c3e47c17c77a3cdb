"""The sheet of a clerk: German heads, minutes, clock times, per cent."""

from pathlib import Path

import geopandas as gpd
import pandas as pd

from accessibility.report_workbook import readable
from accessibility.store import write_table

ROW = {
    "ortsteil_id": "west",
    "name": "Westdorf",
    "population": 400.0,
    "mittelzentrum_journey_time_p50": 1328,
    "mittelzentrum_rides_min": 1,
    "mittelzentrum_last_return": 86_400 + 600,
    "mittelzentrum_served_share": 0.875,
    "mittelzentrum_before_0730_departure": 21_600,
    "mittelzentrum_stay_2h_share": None,
    "kreisstadt_verdict": "nicht prüfbar",
}


def test_seconds_become_minutes_clocks_and_shares_what_people_read() -> None:
    sheet, _ = readable(pd.DataFrame([ROW]))
    assert sheet.iloc[0].dropna().to_dict() == {
        "ortsteil_id": "west",
        "Ortsteil": "Westdorf",
        "Einwohner": 400.0,
        "Mittelzentrum: Reisezeit bei geplanter Abfahrt (min)": 22.1,
        "Mittelzentrum: Fahrten der brauchbaren Verbindungen, mindestens": 1,
        "Mittelzentrum: Letzte Rückfahrt (Uhr)": "24:10",
        "Mittelzentrum: Einwohneranteil mit Verbindung (%)": 87.5,
        "Mittelzentrum: letzte Abfahrt mit Ankunft bis 07:30 (Uhr)": "06:00",
        "Kreisstadt: Befund": "nicht prüfbar",
    }
    assert "Mittelzentrum: Einwohneranteil mit Rückfahrt nach 2h Aufenthalt (%)" in sheet


def test_the_last_sheet_leads_back_to_the_columns_of_the_other_formats() -> None:
    sheet, legend = readable(pd.DataFrame([ROW]))
    assert legend["Spalte"].tolist() == sheet.columns.tolist()
    assert legend["in CSV und Parquet"].tolist() == list(ROW)


def test_what_a_clerk_reads_comes_first_and_the_columns_of_all_formats_second(
    tmp_path: Path,
) -> None:
    points = gpd.points_from_xy([12.7], [51.2])
    table = gpd.GeoDataFrame(pd.DataFrame([ROW]), geometry=points, crs="EPSG:4326")
    write_table(table, tmp_path / "a.xlsx")
    sheets = pd.read_excel(tmp_path / "a.xlsx", sheet_name=None)

    assert list(sheets) == ["Ortsteile", "accessibility", "Spalten"]
    german, raw = sheets["Ortsteile"].iloc[0], sheets["accessibility"].iloc[0]
    assert german["Mittelzentrum: Reisezeit bei geplanter Abfahrt (min)"] == 22.1
    assert raw["mittelzentrum_journey_time_p50"] == 1328
    assert (raw["lon"], raw["lat"]) == (12.7, 51.2)
