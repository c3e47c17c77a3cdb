"""Client door: requests to a running service, their pages put together, its refusals raised."""

from collections.abc import Hashable, Iterator, Mapping
from io import BytesIO
from typing import Any, TypeAlias
from urllib.parse import urljoin

import geopandas as gpd
import pandas as pd
import requests

from api.http.accept import GEOJSON, JSON, PARQUET

BASE = "api/v1/"
WGS84 = 4326
PROBLEM = "application/problem+json"
Asked: TypeAlias = Mapping[str, object]  # parameters of an address; None is left out


class ProblemError(Exception):
    """What the service refused: its problem details (RFC 9457) in words, and as they came."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        """Take the status and the problem."""
        errors = [f"{one['field']}: {one['message']}" for one in problem.get("errors", [])]
        told = "; ".join(errors) or str(problem.get("detail", ""))
        super().__init__(f"{status} {problem.get('title', '')}: {told}")
        self.status, self.problem = status, dict(problem)


class Door:
    """A connection to a service."""

    def __init__(self, url: str, token: str | None, timeout_s: float) -> None:
        """Take the address of the service and, where it asks for one, the secret of a token."""
        self._base, self._timeout_s = urljoin(url.rstrip("/") + "/", BASE), timeout_s
        self._session = requests.Session()
        if token is not None:
            self._session.headers["Authorization"] = f"Bearer {token}"

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def send(
        self,
        method: str,
        path: str,
        *,
        asked: Asked | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Return the answer; raise ``ProblemError`` for a refusal, ``ConnectionError`` for none."""
        answer = self._session.request(
            method, urljoin(self._base, path), params=_written(asked or {}), data=body,
            headers=dict(headers or {}), timeout=self._timeout_s, allow_redirects=False,
        )  # fmt: skip
        if answer.status_code >= 400:
            told = PROBLEM in answer.headers.get("Content-Type", "")
            raise ProblemError(answer.status_code, answer.json() if told else {})
        return answer

    def get(self, path: str, asked: Asked | None = None) -> Any:  # noqa: ANN401 - as JSON has it
        """Return an answer in JSON."""
        return self.send("GET", path, asked=asked, headers={"Accept": JSON}).json()

    def post(
        self, path: str, body: bytes, *, media: str = JSON, headers: Mapping[str, str] | None = None
    ) -> Any:  # noqa: ANN401 - as JSON has it
        """Return the answer in JSON to a body of a media type."""
        said = {"Accept": JSON, "Content-Type": media, **(headers or {})}
        return self.send("POST", path, body=body, headers=said).json()

    def features(self, path: str, asked: Asked | None = None) -> gpd.GeoDataFrame:
        """Return all pages of GeoJSON as one frame in WGS 84; what stands above is in ``attrs``."""
        pages = list(self._pages(path, asked, GEOJSON))
        found = [one for page in pages for one in page["features"]]
        frame = gpd.GeoDataFrame.from_features(found, crs=WGS84 if found else None)
        if not found:
            frame = gpd.GeoDataFrame(geometry=[], crs=WGS84)
        frame.attrs = _heading(pages[0])
        return frame

    def rows(self, path: str, asked: Asked | None = None) -> pd.DataFrame:
        """Return all pages of a list as one frame; what stands above it is in ``attrs``."""
        pages = list(self._pages(path, asked, JSON))
        frame = pd.DataFrame([one for page in pages for one in page["items"]])
        frame.attrs = _heading(pages[0])
        return frame

    def parquet(self, path: str, body: bytes) -> pd.DataFrame:
        """Return the table that answers a posted question."""
        said = {"Accept": PARQUET, "Content-Type": JSON}
        return pd.read_parquet(BytesIO(self.send("POST", path, body=body, headers=said).content))

    def _pages(self, path: str, asked: Asked | None, media: str) -> Iterator[Mapping[str, Any]]:
        following: str | None = path
        while following is not None:
            page = self.send("GET", following, asked=asked, headers={"Accept": media}).json()
            yield page
            links = {one["rel"]: one["href"] for one in page.get("links", [])}
            following, asked = links.get("next"), None  # the link says all that was asked


def _written(asked: Asked) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if value is not None}


def _heading(page: Mapping[str, Any]) -> Mapping[Hashable | None, Any]:
    return {name: page[name] for name in page if name not in ("type", "features", "items", "links")}
