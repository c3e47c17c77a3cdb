"""Client: a running service asked from Python or a notebook; what has a place is a GeoDataFrame."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any, Self, TypeAlias

import geopandas as gpd
import pandas as pd

from api.client_door import Door, ProblemError
from api.client_work import JobsClient, ResultsClient, ScenariosClient
from api.http.accept import GEOJSON, JSON

__all__ = ["Client", "ProblemError"]

Point: TypeAlias = str | Mapping[str, Any]  # an id, or {"id": …, "lon": …, "lat": …} in degrees


class Client:
    """A service, e.g. ``Client("http://127.0.0.1:8000").accessibility()``.

    Times are whole seconds; ``attrs`` of a frame hold what stands above the answer, among it
    ``data_status`` and the standing of the timetable. A refusal raises ``ProblemError``.
    """

    def __init__(self, url: str, token: str | None = None, timeout_s: float = 300) -> None:
        """Take the address and, for a service that asks for one, the secret of a token."""
        self._door = Door(url, token, timeout_s)
        self.scenarios = ScenariosClient(self._door)
        self.jobs = JobsClient(self._door)
        self.results = ResultsClient(self._door)

    def __enter__(self) -> Self:
        """Use it as ``with``."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the connection."""
        self._door.close()

    def network(self) -> dict[str, Any]:
        """Return days, counts, sources, parameters and standards of the network."""
        found: dict[str, Any] = self._door.get("network")
        return found

    def ortsteile(self, bbox: str | None = None) -> gpd.GeoDataFrame:
        """Return the Ortsteile; ``bbox`` is ``west,south,east,north`` in degrees."""
        return self._door.features("ortsteile", {"bbox": bbox})

    def zentren(self, bbox: str | None = None) -> gpd.GeoDataFrame:
        """Return the Zentren."""
        return self._door.features("zentren", {"bbox": bbox})

    def stops(self, bbox: str | None = None) -> gpd.GeoDataFrame:
        """Return the stops."""
        return self._door.features("stops", {"bbox": bbox})

    def sections(self, day: str | None = None) -> gpd.GeoDataFrame:
        """Return where lines run on a day type: a row per line and section with its trips."""
        return self._door.features("lines", {"day": day})

    def lines(self) -> pd.DataFrame:
        """Return the lines with Takt and audits."""
        return self._door.rows("lines")

    def accessibility(
        self,
        day: str | None = None,
        classes: Sequence[str] = (),
        measures: Sequence[str] = (),
        **asked: object,
    ) -> gpd.GeoDataFrame:
        """Return the accessibility table: a row per Ortsteil and day type (``all``: every day).

        ``asked``: ``window, standard, kommune, bbox`` as docs/http.md has them.
        """
        chosen = {"day": day, "class": list(classes), "measure": list(measures)}
        return self._door.features("accessibility", chosen | asked)

    def journeys(
        self, origin: str, destination: str, *, day: str | None = None, date: dt.date | None = None
    ) -> pd.DataFrame:
        """Return a row per journey of the day, its legs in a column of lists."""
        asked = {"from": origin, "to": destination, "day": day, "date": date}
        told = self._door.get("journeys", asked)
        frame = pd.DataFrame(told.pop("journeys"))
        frame.attrs = told
        return frame

    def isochrones(
        self, origin: str, window: str, minutes: Sequence[int] = (30, 45, 60), **asked: object
    ) -> gpd.GeoDataFrame:
        """Return the area reached in so many minutes, a row each."""
        said = ",".join(map(str, minutes))
        return self._door.features(
            "isochrones", {"from": origin, "window": window, "minutes": said, **asked}
        )

    def matrix(
        self,
        origins: Sequence[Point],
        destinations: Sequence[Point],
        window: str,
        **asked: object,
    ) -> pd.DataFrame:
        """Return a row per pair, in the order of the points; seconds, missing: not reachable.

        ``asked``: ``day, date, percentiles``.
        """
        body = {"from": _points(origins), "to": _points(destinations), "window": window, **asked}
        return self._door.parquet("matrix", json.dumps(body, default=str).encode())

    def opportunities(
        self,
        origins: Sequence[Point],
        destinations: Sequence[Mapping[str, Any]],
        window: str,
        **asked: object,
    ) -> pd.DataFrame:
        """Return a row per origin: what it reaches, and how soon the n-th.

        A destination has ``counts`` beside its id, e.g. ``{"id": "ost", "counts": {"jobs": 250}}``;
        ``asked``: ``day, date, minutes, decay, nth, percentile``.
        """
        body = {"from": _points(origins), "to": list(destinations), "window": window, **asked}
        return self._door.parquet("opportunities", json.dumps(body, default=str).encode())

    def area(self, shape: Mapping[str, Any], **asked: object) -> pd.DataFrame:
        """Return a row per day type: what the people inside a GeoJSON shape (WGS 84) reach.

        Who lives there is in ``attrs`` (``people, homes, ortsteile``); ``asked``: ``day`` (or
        ``all``), ``class`` (as ``**{"class": "mittelzentrum"}``), ``result``.
        """
        headers = {"Accept": JSON, "Content-Type": GEOJSON}
        body = json.dumps(shape).encode()
        told = self._door.send(
            "POST", "accessibility/area", asked=asked, body=body, headers=headers
        ).json()
        frame = pd.DataFrame(told.pop("days"))
        frame.attrs = told
        return frame

    def knoten(self, day: str | None = None, limit: int = 20) -> pd.DataFrame:
        """Return a row per Knoten of a day type, the most needed first."""
        told = self._door.get("knoten", {"day": day, "limit": limit})
        frame = pd.DataFrame(told.pop("knoten"))
        frame.attrs = told
        return frame

    def export(self, what: str, format: str | None = None, **asked: object) -> bytes:  # noqa: A002 - as it is asked
        """Return a file as the commands write it, e.g. ``export("table", "xlsx", day="all")``.

        docs/http.md (Exports) has what there is and the parameters of each.
        """
        return self._door.send("GET", f"exports/{what}", asked={"format": format, **asked}).content

    def compare(self, after: Sequence[str], before: str | None = None) -> pd.DataFrame:
        """Return what differs between results, by their ids; ``before`` None: the network."""
        return self._door.rows("compare", {"before": before, "after": list(after)})


def _points(points: Sequence[Point]) -> list[Mapping[str, Any]]:
    return [{"id": one} if isinstance(one, str) else one for one in points]
