"""Line map: where the lines run, as shapes by product, for maps and for QGIS."""

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gtfs.timetable import Strings, Timetable, trip_of_call
from mobility.courses import Shapes, cut, joined_at, knots, one_course_each

BUS_PRODUCTS = ("PlusBus", "TaktBus", "StadtBus")  # as feeds write them in name or description
SBAHN, RAIL, TRAM, BUS = "S-Bahn", "Bahn", "Straßenbahn", "Bus"
TRAM_TYPES = (0, *range(900, 907))  # route_type: tram of GTFS, and of the extended types


def products(timetable: Timetable) -> Strings:
    """Return ``[route]`` the product; what is no train, tram or named bus is "Bus".

    What kind of bus it is stands in the feed's own words or is unknown; nothing is inferred. What
    the description begins with counts for more than the names.
    """
    words = pd.Series(
        np.char.add(
            np.char.add(timetable.route_name, " "),
            np.char.add(np.char.add(timetable.route_desc, " "), timetable.route_long_name),
        )
    ).str.lower()
    product = np.full(len(words), BUS, "<U16")
    for name in BUS_PRODUCTS:
        product[words.str.contains(name.lower(), regex=False).to_numpy(bool)] = name
    for name in BUS_PRODUCTS:
        product[np.char.startswith(np.char.lower(timetable.route_desc), name.lower())] = name
    product[np.isin(timetable.route_type, TRAM_TYPES)] = TRAM
    product[timetable.route_rail] = RAIL
    product[timetable.route_sbahn] = SBAHN
    return product


def line_shapes(timetable: Timetable, day: date | None = None) -> gpd.GeoDataFrame:
    """Return a shape per line and section: between two stations in a row, on the way trips take.

    Columns ``line, product, trips, section, section_trips, geometry``; both directions are one. A
    section belongs to a product: its lines there share ``section``, ``section_trips`` and geometry.
    ``day`` None counts the trips of all dates.
    """
    hops = _hops(timetable, day)
    courses = _sections(timetable, hops)
    rows = hops.groupby(["line", "product", "section"], as_index=False)["trips"].sum()
    rows["section_trips"] = rows.groupby("section")["trips"].transform("sum")
    columns = ["line", "product", "trips", "section", "section_trips"]
    return gpd.GeoDataFrame(rows[columns], geometry=courses[rows["section"]], crs="EPSG:4326")


def line_offer(timetable: Timetable, day: date) -> pd.DataFrame:
    """Return a row per line that runs on the day, most trips first.

    Columns ``name, product, operator, course, trips``; the course is what the feed says, else the
    ends that most trips have.
    """
    trips = timetable.trips_on(day)
    route = timetable.trip_route[trips]
    calls = timetable.first_call[trips], timetable.first_call[trips + 1] - 1
    ends = [timetable.stop_name[timetable.call_stop[call]] for call in calls]
    course = np.char.add(np.char.add(ends[0], " – "), ends[1])
    said, agency = timetable.route_long_name[route], timetable.route_agency[route]
    rows = pd.DataFrame(
        {
            "name": timetable.route_name[route].astype(object),
            "product": products(timetable)[route].astype(object),
            "operator": np.append(timetable.agency_name, "")[agency].astype(object),
            "course": np.where(said != "", said, course).astype(object),
        }
    )
    lines = rows.groupby(["name", "product", "operator"], sort=False)["course"]
    offer = lines.agg(course=lambda one: one.mode().iloc[0], trips="size").reset_index()
    return offer.sort_values("trips", ascending=False, kind="stable", ignore_index=True)


def _hops(timetable: Timetable, day: date | None) -> pd.DataFrame:
    """Return a row per line, way and pair of stops in a row, with its trips."""
    trip = trip_of_call(timetable)
    knot = knots(timetable)[timetable.call_stop]
    hop = (trip[:-1] == trip[1:]) & (knot[:-1] != knot[1:])
    if day is not None:
        running = np.zeros(len(timetable.trip_id), np.bool_)
        running[timetable.trips_on(day)] = True
        hop &= running[trip[:-1]]
    at = np.flatnonzero(hop)
    shape = pd.Index(timetable.shape_id).get_indexer(pd.Index(timetable.trip_shape))
    calls = {
        "route": timetable.trip_route[trip[at]],
        "shape": shape[trip[at]],
        "from": timetable.call_stop[at],
        "to": timetable.call_stop[at + 1],
        "from_m": timetable.call_m[at],
        "to_m": timetable.call_m[at + 1],
    }
    hops = pd.DataFrame(calls).groupby(list(calls), as_index=False).size()
    hops = hops.rename(columns={"size": "trips"})
    hops["line"] = timetable.route_name[hops["route"]].astype(object)
    hops["product"] = products(timetable)[hops["route"]].astype(object)
    return hops


def _sections(timetable: Timetable, hops: pd.DataFrame) -> Shapes:
    """Return the course of each section, and number them in a new column ``section``."""
    stops = hops[["from", "to"]].to_numpy()
    pieces, known = cut(
        timetable, stops, hops["shape"].to_numpy(), hops[["from_m", "to_m"]].to_numpy()
    )
    knot = knots(timetable)
    ends = knot[stops]
    back = ends[:, 0] > ends[:, 1]
    pieces[back] = shapely.reverse(pieces[back])
    product, _ = hops["product"].factorize()
    ends = product[:, None] * (knot.max(initial=0) + 1) + np.sort(ends, axis=1)
    _, group = np.unique(ends, axis=0, return_inverse=True)
    trips = hops["trips"].to_numpy()
    hops["section"], leader = one_course_each(pieces, known, group.reshape(-1), trips)
    return joined_at(ends[leader], pieces[leader])
