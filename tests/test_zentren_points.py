"""Points of Zentren: a station is told from a market place."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from accessibility.places import Places
from accessibility.zentren_points import centres_at_stations
from gtfs.findings import Finding, Severity

METRE = 1 / 111_195  # degrees of latitude


def found(
    zentrum_m: float, *, station: str = "Borna Bahnhof", hall_m: float = 9999, ort_m: float = 9999
) -> list[Finding]:
    """Return the findings on a Zentrum, Rathaus and Ortsteil so many metres off a station."""
    north = np.array([ort_m, zentrum_m, 0.0]) * METRE + 51.0
    places = Places(
        place_id=np.array(["o1", "z1", "bahn:b"]),
        name=np.array(["Borna", "Borna", station]),
        kind=np.array(["ortsteil", "zentrum", "bahn"]),
        parent=np.array(["Borna", "", ""]),
        level=np.array(["", "mittelzentrum", ""]),
        lon=np.full(3, 12.5),
        lat=north,
        population=np.array([100.0, np.nan, np.nan]),
        point_ortsteil=np.zeros(1, np.int32),
        point_lon=np.full(1, 12.5),
        point_lat=north[:1],
        point_people=np.full(1, 100.0),
    )
    halls = gpd.points_from_xy([12.5], [51.0 + hall_m * METRE])
    columns = pd.DataFrame({"key": ["amenity"], "value": ["townhall"]})
    return centres_at_stations(places, gpd.GeoDataFrame(columns, geometry=halls, crs="EPSG:4326"))


def test_a_point_on_the_station_far_from_the_rathaus_is_a_warning() -> None:
    (finding,) = found(0)

    assert (finding.severity, finding.code) == (Severity.WARNING, "zentrum_at_station")
    assert finding.message.endswith("im Umkreis von 300 m: Borna (Borna Bahnhof)")


@pytest.mark.parametrize(("hall_m", "told"), [(299, 0), (301, 1)])
def test_a_station_within_300_m_of_the_rathaus_may_stand_for_it(hall_m: float, told: int) -> None:
    assert len(found(0, hall_m=hall_m)) == told


def test_the_point_of_the_ortsteil_of_its_name_is_a_centre_too() -> None:
    assert found(0, ort_m=250) == []


def test_a_station_named_after_the_market_is_at_it() -> None:
    assert found(0, station="Leipzig Markt") == []


def test_a_market_place_beside_the_station_is_no_station() -> None:
    assert len(found(99)) == 1  # a rounded point
    assert found(101) == []
