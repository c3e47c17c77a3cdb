"""Lines of a network: what they offer, the audit, the Anschlüsse and their pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from accessibility.hauptrelation import centre_stops
from accessibility.line_audit import AuditCase, audit_lines
from accessibility.line_profiles import LineProfile
from accessibility.line_report import LineTables
from accessibility.said_lines import find_centre, stations_named
from accessibility.tables import nearest
from api.service import Service
from api.windows import QuestionError
from gtfs.timetable import Bools, Ints, Strings, Timetable
from mobility.line_days import line_table
from mobility.line_map import BUS_PRODUCTS, products
from mobility.line_parts import Parts
from mobility.lines import Lines, Said, find_lines, lines_named
from mobility.rail_access import Changing
from mobility.transfers import build_transfers

NAMED = 8  # stations in a message
LISTED, READ, MADE = "lines.csv", "Fahrplan", "Szenario"  # who declares the product of a line
MOST_NAMED = 40  # lines named where one is unknown


@dataclass(frozen=True, eq=False)
class LineService:
    """The lines of a network that has been loaded."""

    service: Service

    @property
    def timetable(self) -> Timetable:
        """The timetable of the network."""
        return self.service.network.timetable

    @cached_property
    def lines(self) -> Lines:
        """What is one line, and which way its trips run."""
        return find_lines(self.timetable, self.said, self.built)

    @property
    def said(self) -> Mapping[str, Said]:
        """What the county says of its lines, by route_id."""
        return (self.service.baseline or self.service).said

    @property
    def built(self) -> Parts:
        """The parts of lines as the network was built: what their ids mean."""
        return (self.service.baseline or self.service).line_parts

    @cached_property
    def centre(self) -> Bools:
        """``[stop]`` whether trains of the Hauptrelation go there: the Oberzentrum by default."""
        named = self.service.manifest["hauptrelation"]
        if named:
            return find_centre(self.timetable, named)
        return centre_stops(self.timetable, self.service.places)

    @cached_property
    def changing(self) -> Changing:
        """How one changes between stops."""
        network = self.service.network
        transfers = build_transfers(network.timetable, network.footpaths, network.moving)
        return Changing(transfers, network.footpaths)

    @property
    def profiles(self) -> Mapping[str, LineProfile]:
        """The brands lines are held against."""
        return {profile.key: profile for profile in self.service.standards.of(LineProfile)}

    @cached_property
    def near(self) -> Ints:
        """The lines with a stop in the region, by name."""
        timetable, lines = self.timetable, self.lines
        calls = np.flatnonzero(self.service.near[timetable.call_stop])
        trips = np.searchsorted(timetable.first_call, calls, "right") - 1
        found = np.unique(lines.trip_line[trips])
        return found[np.argsort(lines.name[found], kind="stable")]

    def one(self, text: str) -> int:
        """Return the line of an id, or of a name that only one line has."""
        lines = self.lines
        found = lines_named(lines, text)
        if len(found) == 1:
            return int(found[0])
        if len(found):
            ids = ", ".join(lines.line_id[found].tolist())
            raise QuestionError(f"several lines are named {text!r}; write one of the ids {ids}")
        names = lines.name[self.near].tolist()
        alike = [name for name in names if text.casefold() in name.casefold()] or names
        more = f" and {len(alike) - MOST_NAMED} more" if len(alike) > MOST_NAMED else ""
        told = f"{', '.join(alike[:MOST_NAMED])}{more}"
        raise QuestionError(f"no line {text!r}{nearest(text, names)}; lines are {told}")

    def tables(self, line: int | None = None) -> LineTables:
        """Return what is known of a line, or of all lines of the region."""
        rows = self.near if line is None else np.array([line])
        lines = self.lines
        days = line_table(self.timetable, lines, self.service.days, rows)
        audit = self.audit(rows, list(self.profiles.values()))
        return LineTables(self._table(rows), days, audit, self.profiles)

    def audit(self, rows: Ints, profiles: Sequence[LineProfile]) -> pd.DataFrame:
        """Return the lines held against brands, a row per line, profile and criterion."""
        audited = [line for line in rows.tolist() if not self._is_rail(line)]
        days = self.service.days
        case = AuditCase(self.timetable, self.lines, days, self.changing, self.centre)
        return audit_lines(case, audited, profiles)

    @cached_property
    def products(self) -> Strings:
        """``[line]`` the product: as the county lists it, else in the feed's own words."""
        read = products(self.timetable)[self.lines.route]
        return np.where(self._listed, self.lines.product, read)

    @cached_property
    def _listed(self) -> Bools:
        """``[line]`` whether the county lists the product, and no scenario has changed it since."""
        listed: Bools = (self.lines.product != "") & ~self._made
        return listed

    @cached_property
    def _made(self) -> Bools:
        """``[line]`` whether a scenario has called its route so, or made it."""
        built = (self.service.baseline or self.service).network.timetable.route_desc
        desc = self.timetable.route_desc
        same = np.zeros(len(desc), np.bool_)
        same[: len(built)] = desc[: len(built)] == built
        made: Bools = ~same[self.lines.route]
        return made

    def date_of(self, day: str) -> date:
        """Return the date that stands for a day type of the region."""
        days = self.service.days
        if day not in days:
            raise QuestionError(f"no day {day}; the region names {', '.join(days)}")
        return days[day]

    def stations(self, text: str) -> Ints:
        """Return the stations of an id or a name; those of the region where several share it."""
        timetable = self.timetable
        found = stations_named(timetable, text)
        if not len(found):
            raise QuestionError(f"no station {text!r}{_hint(text, timetable.station_name)}")
        own = np.intersect1d(found, timetable.stop_station[self.service.near])
        return own.astype(np.int32) if len(own) else found

    def _is_rail(self, line: int) -> bool:
        return bool(self.timetable.route_rail[self.lines.route[line]])

    def _table(self, rows: Ints) -> pd.DataFrame:
        timetable, lines = self.timetable, self.lines
        route, product = lines.route[rows], self.products[rows]
        said = np.where(self._made[rows], MADE, READ)
        read = np.where(np.isin(product, BUS_PRODUCTS), said, "")
        declared = np.where(self._listed[rows], LISTED, read)
        agencies = np.append(timetable.agency_name, "")[timetable.route_agency[route]]
        return pd.DataFrame(
            {
                "line_id": lines.line_id[rows].astype(object),
                "name": lines.name[rows].astype(object),
                "product": product.astype(object),
                "declared_by": declared.astype(object),
                "agency": agencies.astype(object),
                "from_name": timetable.station_name[lines.core_from[rows]].astype(object),
                "to_name": timetable.station_name[lines.core_to[rows]].astype(object),
            }
        )


def _hint(text: str, names: Strings) -> str:
    """Return the stations that have the text in their name, else the nearest name."""
    known = np.unique(names).tolist()
    holding = [name for name in known if text.casefold() in name.casefold()]
    if not holding:
        return nearest(text, known)
    more = f" and {len(holding) - NAMED} more" if len(holding) > NAMED else ""
    return f"; there are {'; '.join(holding[:NAMED])}{more}"
