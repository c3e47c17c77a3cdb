"""Stations: where trains and S-Bahn stop, from the timetable."""

import numpy as np
import pandas as pd

from gtfs.timetable import Bools, Timetable, stops_served


def stations_of(timetable: Timetable) -> pd.DataFrame:
    """Return the stations with rail or S-Bahn: place_id, name, kind, parent, lon, lat.

    Kind is ``sbahn`` where an S-Bahn calls, else ``bahn``; the parent ``bahn`` marks an S-Bahn
    station as one of the railway too (by a region's rule an S-Bahn may be a tram).
    """
    rail = _served(timetable, timetable.route_rail)
    sbahn = _served(timetable, timetable.route_sbahn)
    chosen = np.flatnonzero(rail | sbahn)
    return pd.DataFrame(
        {
            "place_id": [f"bahn:{station}" for station in timetable.station_id[chosen]],
            "name": timetable.station_name[chosen],
            "kind": np.where(sbahn[chosen], "sbahn", "bahn"),
            "parent": np.where(sbahn[chosen] & rail[chosen], "bahn", ""),
            "lon": timetable.station_lon[chosen],
            "lat": timetable.station_lat[chosen],
        }
    )


def _served(timetable: Timetable, routes: Bools) -> Bools:
    """Return ``[station]`` whether any trip of the marked routes calls at one of its stops."""
    served = np.zeros(len(timetable.station_id), np.bool_)
    served[timetable.stop_station[stops_served(timetable, routes)]] = True
    return served
