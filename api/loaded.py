"""Loaded: a network folder in memory, and what stands beside every answer made from it."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from accessibility.ends import Linked
from accessibility.picture import Imprint, Layers
from accessibility.places import Places
from accessibility.profile_files import Standards, standards_of
from accessibility.said_lines import said_of_frame
from accessibility.standards import Profile
from accessibility.taken_ends import taken_ends
from accessibility.words import status_sentence, timetable_of
from api.days import near_stops
from api.homes import Homes, read_doors, read_homes
from api.layers import read_layers
from api.manifest import as_loaded, hash_of, provenance_line, provenance_of
from gtfs.timetable import Bools, Ints
from mobility.line_parts import Parts
from mobility.lines import Said, built_parts
from mobility.network import Network

SAID = "lines.parquet"  # in the network folder: the county's lines.csv, stations as ids


@dataclass(frozen=True, eq=False)
class Under:
    """What a scenario has made of a network besides its timetable and streets."""

    told: Mapping[str, Any]  # what results say of it: name, hash, changes …
    homes: Homes
    doors: Linked  # [place]


@dataclass(frozen=True, eq=False)
class Loaded:
    """A network that has been loaded: days, places, standards, who lives where, who says so."""

    folder: Path
    manifest: Mapping[str, Any]
    network: Network
    places: Places
    under: Under | None = None  # None: as the network was built

    def reading(self, file: str = "") -> AbstractContextManager[None]:
        """Read more of the folder; refuse one that was built anew since, or is damaged."""
        return as_loaded(self.folder, self.manifest, file)

    @property
    def days(self) -> dict[str, date]:
        """Day types of the region and the date that stands for each."""
        return {name: date.fromisoformat(day) for name, day in self.manifest["days"].items()}

    @property
    def status(self) -> str:
        """The standing of the data, as the tables say it."""
        return status_sentence(self.manifest["data_status"]) or "official"

    def standing(self, days: Iterable[str] | None = None) -> str:
        """Return what is printed with every result of the days, all by default; "" for nothing."""
        warnings = self.manifest["day_warnings"]
        told = [warnings.get(name, "") for name in (self.days if days is None else days)]
        return " ".join(filter(None, (status_sentence(self.manifest["data_status"]), *told)))

    @cached_property
    def near(self) -> Bools:
        """``[stop]`` whether it belongs to the region."""
        return near_stops(self.network.timetable, self.places, self.network.crs)

    @property
    def names(self) -> dict[str, str]:
        """Names of stops and places by id."""
        timetable = self.network.timetable
        stops = zip(timetable.stop_id.tolist(), timetable.stop_name.tolist(), strict=True)
        places = zip(self.places.place_id.tolist(), self.places.name.tolist(), strict=True)
        return dict(stops) | dict(places)

    @property
    def title(self) -> str:
        """The region, and the scenario if it is not as it was built."""
        name = str(self.manifest["name"])
        return name if self.under is None else f"{name}, Szenario „{self.under.told['name']}“"

    def heading(self, when: date) -> str:
        """Return what stands above every answer a person reads: data status, region, date."""
        status = status_sentence(self.manifest["data_status"])
        said = f"{self.title}, {timetable_of(when)}"
        return f"{status}\n{said}" if status else said

    @cached_property
    def standards(self) -> Standards:
        """The profiles the region is held against."""
        return standards_of(self.manifest["standards"])

    @property
    def profile(self) -> Profile:
        """The profile whose limits decide the choice of target."""
        return self.standards.leading

    @cached_property
    def said(self) -> Mapping[str, Said]:
        """What the county says of its lines, by route_id."""
        with self.reading(SAID):
            return said_of_frame(pd.read_parquet(self.folder / SAID))

    @cached_property
    def line_parts(self) -> Parts:
        """The parts of the lines; of a scenario ask the network as it was built."""
        return built_parts(self.network.timetable, self.said)

    def layers(self, when: date | None = None) -> Layers:
        """Return what lies around the Ortsteile on a map."""
        with self.reading():
            return read_layers(self.folder, self.network.timetable, self.places, when)

    def imprint(self, days: Iterable[str] | None = None) -> Imprint:
        """Return who says so of the days: sources, status, what the figures were made from."""
        named = [text for text in self.manifest["sources"].values() if text]
        told = None if self.under is None else self.under.told
        return Imprint(
            region=self.title,
            dates=self.days,
            crs=self.network.crs,
            sources=" · ".join(named),
            data_status=self.standing(days),
            provenance=provenance_line(self.manifest, told),
        )

    def provenance(self) -> dict[str, Any]:
        """Return what every result carries: hashes of the inputs, parameters, version."""
        leading = self.profile
        held = [
            {"key": one.key, "name": one.name, "version": one.version, "source": one.source}
            for one in self.standards.profiles.values()
        ]
        return provenance_of(self.manifest) | {
            "data_status": self.status,
            "scenario": None if self.under is None else dict(self.under.told),
            "profile": {"name": leading.name, "source": leading.source},
            "standards": held,
            "standards_sha256": hash_of(self.manifest["standards"]),
        }

    @cached_property
    def living(self) -> Homes:
        """The homes, with the places they are of."""
        if self.under is not None:
            return self.under.homes
        with self.reading():
            return read_homes(self.folder, self.places)

    @property
    def homes(self) -> Linked:
        """The doors people live behind, ``[point]``."""
        return self.living.doors

    @cached_property
    def everywhere(self) -> Linked:
        """The doors of all places."""
        if self.under is not None:
            return self.under.doors
        with self.reading():
            return read_doors(self.folder, self.places)

    def doors_of(self, rows: Ints) -> Linked:
        """Return the doors of some of the places."""
        return taken_ends(self.everywhere, rows)
