"""Manifest: a folder of another format is told from a damaged one."""

from dataclasses import fields

from api.manifest import FORMAT
from gtfs.timetable import Timetable
from mobility.snapping import Snapped
from mobility.streets import StreetNetwork
from mobility.transfers import Footpaths

COLUMNS = {5: (63, 13, 8, 3)}  # fields of each type, by format


def test_who_adds_a_column_raises_the_format() -> None:
    counts = (
        *(len(fields(kind)) for kind in (Timetable, StreetNetwork, Snapped)),
        len(Footpaths._fields),
    )
    assert COLUMNS[FORMAT] == counts
