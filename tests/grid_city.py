"""A city of 49 crossings, 5 minutes of walking from one to the next: all its minutes by head.

7  a7  b7  c7 -D7- e7  f7  g7      A door stands at every crossing, a1 to g7.
6  a6  b6  c6 -D6- e6  f6  g6      Line 4 calls at A4 to G4, line D at D1 to D7:
5  a5  b5  c5 -D5- e5  f5  g5      a minute from stop to stop, every ten minutes,
4 -A4--B4--C4--D4--E4--F4--G4-     both ways, 6:00 to 20:00.
3  a3  b3  c3 -D3- e3  f3  g3
2  a2  b2  c2 -D2- e2  f2  g2      Line 4 leaves both its ends at :00 and meets D4 at :03.
1  a1  b1  c1 -D1- e1  f1  g1      Line D leaves D1 at :02 and D4 northwards at :05.
   a   b   c   d   e   f   g       It leaves D7 at :03 and D4 southwards at :06.
"""

import numpy as np
from streetmaps import CRS, degrees, streets
from timetables import DAY, timetable
from villages import Village, doors_as_places

from mobility.day import build_day
from mobility.network import build_network
from mobility.parameters import Moving

COLUMNS, ROWS = "ABCDEFG", "1234567"
BLOCK_M = 399.99  # a little less than 5 minutes of 80 m: rounding up gives the minute that is meant
CROSSINGS = [column + row for row in ROWS for column in COLUMNS]
DOORS = [crossing.lower() for crossing in CROSSINGS]


def line(name: str, stops: str, first: str, every: int = 10) -> str:
    """Return a line from 6 to 20 o'clock, a minute from stop to stop: ``60: A B …``."""
    hour, minute = (int(part) for part in first.split(":"))
    starts = range(hour * 60 + minute, 20 * 60 + minute + 1, every)
    steps = range(len(stops.split()))
    rows = [" ".join(f"{(s + n) // 60}:{(s + n) % 60:02d}" for n in steps) for s in starts]
    return "\n".join([f"{name}: {stops}", *rows, ""])


EAST, NORTH = "A4 B4 C4 D4 E4 F4 G4", "D1 D2 D3 D4 D5 D6 D7"
WEST, SOUTH = (" ".join(reversed(stops.split())) for stops in (EAST, NORTH))
LINE_4 = line("4", EAST, "6:00") + line("4", WEST, "6:00")
LINE_D = line("D", NORTH, "6:02") + line("D", SOUTH, "6:03")


def city(lines: str, *, moving: Moving | None = None) -> Village:
    """Return the city with these lines."""
    at = {one: (x * BLOCK_M, y * BLOCK_M) for one in CROSSINGS for x, y in [place(one)]}
    lon, lat = (np.round(one, 7) for one in degrees(*at.values()))  # as OSM writes them
    position = dict(zip(CROSSINGS, zip(lon.tolist(), lat.tolist(), strict=True), strict=True))
    ways = [[column + row for row in ROWS] for column in COLUMNS]
    ways += [[column + row for column in COLUMNS] for row in ROWS]
    walking = streets("walk", at, *(f"{' '.join(way)}: highway=residential" for way in ways))
    asked = moving or Moving.model_validate({})
    typed = timetable(lines, at=position)
    network, _ = build_network(typed, {"walk": walking}, asked, CRS)
    doors = {one.lower(): position[one] for one in CROSSINGS}
    day = build_day(typed, network.footpaths, asked, DAY)
    return Village(network, day, doors_as_places(doors))


def place(crossing: str) -> tuple[int, int]:
    """Return column and row of ``D4``, counted from the south-west corner."""
    return COLUMNS.index(crossing[0].upper()), ROWS.index(crossing[1])


def drawn(marked: np.ndarray) -> list[str]:
    """Return the city as a map of crossings, north at the top: ``x`` marked, ``.`` not."""
    signs = np.where(np.asarray(marked, bool).reshape(7, 7), "x", ".")
    return [" ".join(row) for row in signs[::-1].tolist()]
