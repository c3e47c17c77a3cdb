"""Knoten of a network on a day: Anschlüsse, who needs them, what a late line breaks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from accessibility.access import find_choices
from accessibility.ends import walks_between
from accessibility.knoten_table import (
    HEADING,
    TOLD,
    KnotenTables,
    delay_data,
    hour_data,
    knoten_data,
    with_main,
)
from accessibility.knotenuhr import DEFINITION, draw_knotenuhr
from accessibility.needs import Ways, find_needs, ride_both_ways
from accessibility.places import ortsteile_of
from accessibility.relations import delay_table, relation_table
from accessibility.sheet import Sheet
from accessibility.words import day_name, timetable_of
from api.lines import LineService
from api.service import Service
from api.windows import QuestionError
from gtfs.timetable import Ints
from mobility.anschluesse import USUAL, Limits, find_anschluesse
from mobility.knoten import knoten_hour
from mobility.line_days import HOURS
from mobility.rail_access import find_hauptrelation


@dataclass(frozen=True, eq=False)
class KnotenService:
    """The Knoten of a network on one of its days."""

    lines: LineService
    day: str
    limits: Limits = USUAL

    @property
    def service(self) -> Service:
        """The network the lines are of."""
        return self.lines.service

    @property
    def date(self) -> date:
        """The date that stands for the day."""
        return self.lines.date_of(self.day)

    @cached_property
    def rides(self) -> pd.DataFrame:
        """The rides of all useful journeys of the day, from the Ortsteile to their centres."""
        service, question = self.service, self.service.question
        day = service.day(self.date)
        needs = find_needs(service.places, find_choices(question, {self.day: day})[self.day])
        homes = service.doors_of(ortsteile_of(service.places))
        walk_s = walks_between(service.network, homes, service.doors_of(question.target))
        ways = Ways(homes.doors, question.targets, walk_s)
        return ride_both_ways(day, self.lines.lines, ways, needs)

    @cached_property
    def relations(self) -> pd.DataFrame:
        """The Anschlüsse of the day by relation, and whether they are of the Hauptrelation."""
        timetable, lines, changing = self.lines.timetable, self.lines.lines, self.lines.changing
        found = find_anschluesse(timetable, lines, self.date, changing, self.limits)
        relations = relation_table(found, self.rides, timetable, lines)
        trains = find_hauptrelation(timetable, self.date, self.lines.centre)
        return with_main(relations, timetable, lines, trains)

    @cached_property
    def tables(self) -> KnotenTables:
        """The Anschlüsse of the day by relation, and what late lines break."""
        transfers = self.lines.changing.transfers
        delays = delay_table(self.rides, self.lines.timetable, transfers)
        return KnotenTables(self.relations, delays)

    def data(self, stations: Ints | None = None) -> list[dict[str, Any]]:
        """Return what is known of the Knoten, all by default, most needed first."""
        return knoten_data(self.tables, self.lines.timetable, self.lines.lines, stations)

    def delays(self) -> list[dict[str, Any]]:
        """Return what five minutes late of each line do to the day."""
        return delay_data(self.tables.delays, self.lines.lines)

    def table(self, stations: Ints | None = None) -> pd.DataFrame:
        """Return a row per Knoten and relation, for files."""
        rows = [
            {"station_id": knoten["station_id"], "station": knoten["name"], **relation}
            for knoten in self.data(stations)
            for relation in knoten["relations"]
        ]
        table = pd.DataFrame(rows, columns=["station_id", "station", *HEADING, *TOLD])
        return table.assign(day=self.day, data_status=self.service.status)

    def calls(self, stations: Ints, hour: int) -> pd.DataFrame:
        """Return what comes and goes at the stations in the clock hour."""
        if not 0 <= hour < HOURS:
            raise QuestionError(f"no hour {hour}; write 0 to {HOURS - 1}, the night behind 23")
        return knoten_hour(self.lines.timetable, self.lines.lines, stations, self.date, hour)

    def hour(self, stations: Ints | None, hour: int | None) -> list[Mapping[str, Any]]:
        """Return the same as data; nothing where no station or no hour is asked."""
        if hour is None:
            return []
        if stations is None:
            raise QuestionError("an hour is one of a station; name it with --station")
        return hour_data(self.calls(stations, hour))

    def draw(self, stations: Ints, hour: int, path: Path) -> None:
        """Draw the Knotenuhr of the hour."""
        name = self.lines.timetable.station_name[stations[0]]
        calls = self.calls(stations, hour)
        if calls.empty:
            raise QuestionError(f"nothing calls at {name} between {hour} and {hour + 1} o'clock")
        sheet = Sheet(
            f"Knotenuhr {name}",
            f"{hour} bis {hour + 1} Uhr, {day_name(self.day)}, {timetable_of(self.date)}",
            DEFINITION,
            self.service.imprint([self.day]),
        )
        draw_knotenuhr(sheet, calls, path)
