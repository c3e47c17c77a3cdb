"""Graph: the network as networkx, to look at, to publish, and for the oracle; never to route on."""

from datetime import date

import networkx as nx
import numpy as np

from gtfs.timetable import Timetable, trip_of_call
from mobility.streets import StreetNetwork
from mobility.tagging import HIGHWAY_CLASSES


def street_graph(streets: StreetNetwork) -> "nx.MultiDiGraph[int]":
    """Return the streets as osmnx understands them: nodes with x, y; edges with length in m.

    Nodes are OSM ids. ``osmnx.simplify_graph``, ``plot_graph``, ``save_graphml`` and the rest
    work on it.
    """
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(crs="EPSG:4326", mode=streets.mode)
    osm_id = streets.node_osm_id.tolist()
    lon, lat = streets.node_lon.tolist(), streets.node_lat.tolist()
    graph.add_nodes_from(
        (one, {"x": x, "y": y}) for one, x, y in zip(osm_id, lon, lat, strict=True)
    )
    columns = zip(
        streets.edge_source.tolist(),
        streets.edge_target.tolist(),
        streets.edge_m.tolist(),
        streets.edge_s.tolist(),
        streets.edge_class.tolist(),
        streets.edge_way_id.tolist(),
        strict=True,
    )
    graph.add_edges_from(
        (
            osm_id[source],
            osm_id[target],
            {
                "osmid": way,
                "length": metres,
                "travel_time": seconds,
                "highway": HIGHWAY_CLASSES[kind],
            },
        )
        for source, target, metres, seconds, kind, way in columns
    )
    return graph


def line_graph(timetable: Timetable, day: date) -> "nx.MultiDiGraph[str]":
    """Return the service date's lines: stops, and an edge per line between calls in a row.

    Edges, keyed by route id, carry ``trips``, ``fastest_s`` (from departure to arrival), the
    line's name and whether it is rail or S-Bahn.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(crs="EPSG:4326", date=day.isoformat())
    running = np.zeros(len(timetable.trip_id), np.bool_)
    running[timetable.trips_on(day)] = True
    trip = trip_of_call(timetable)
    hop = np.flatnonzero((trip[:-1] == trip[1:]) & running[trip[:-1]])
    route = timetable.trip_route[trip[hop]]
    keys = np.stack((timetable.call_stop[hop], timetable.call_stop[hop + 1], route))
    pairs, index, trips = np.unique(keys, axis=1, return_inverse=True, return_counts=True)
    fastest = np.full(pairs.shape[1], np.iinfo(np.int32).max)
    np.minimum.at(fastest, index.ravel(), timetable.arrival_s[hop + 1] - timetable.departure_s[hop])
    for stop in np.unique(pairs[:2]).tolist():
        graph.add_node(
            str(timetable.stop_id[stop]),
            x=float(timetable.stop_lon[stop]),
            y=float(timetable.stop_lat[stop]),
            name=str(timetable.stop_name[stop]),
        )
    for (here, there, line), count, seconds in zip(
        pairs.T.tolist(), trips.tolist(), fastest.tolist(), strict=True
    ):
        graph.add_edge(
            str(timetable.stop_id[here]),
            str(timetable.stop_id[there]),
            key=str(timetable.route_id[line]),
            line=str(timetable.route_name[line]),
            rail=bool(timetable.route_rail[line]),
            sbahn=bool(timetable.route_sbahn[line]),
            trips=count,
            fastest_s=seconds,
        )
    return graph
