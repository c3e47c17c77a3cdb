"""A bus line that keeps every promise of every brand, and what becomes of it when one is broken.

Line 60 runs A – C – K in 20 minutes and meets S1 to and from the Oberzentrum Z in K: it leaves A at
the full hour, is in K at :20, the train goes at :30; a train comes at :30, the bus leaves at :40.
``5:00..20:00/60`` stands for departures every 60 minutes.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from timetables import timetable

from accessibility.line_audit import AuditCase, audit_lines
from accessibility.line_profiles import LineProfile
from accessibility.profile_files import read_profile, shipped_files
from gtfs.timetable import Timetable
from mobility.lines import find_lines
from mobility.parameters import Moving
from mobility.rail_access import Changing
from mobility.transfers import build_transfers, footpaths_of

DAYS = {
    "schultag": date(2024, 5, 14),
    "ferientag": date(2024, 5, 15),
    "samstag": date(2024, 5, 18),
    "sonntag": date(2024, 5, 19),
}
MOVING = Moving.model_validate({})
SHIPPED = map(read_profile, shipped_files().values())
PROFILES = {profile.name: profile for profile in SHIPPED if isinstance(profile, LineProfile)}


@dataclass(frozen=True)
class Plan:
    """Departures of line 60 from A (out) and K (back), and of the trains in K."""

    out: str = "5:00..20:00/60"
    back: str = "5:40..20:40/60"
    school_out: str = ""  # on the Schultag on top
    holiday_out: str | None = None  # None: as on the Schultag
    saturday: str = "7:00..17:00/120"  # both ways: 6 pairs
    sunday: str = "9:00..19:00/120"
    to_centre: str = "5:30..21:30/60"
    from_centre: str = "4:30..20:30/60"
    train_stop: str = "K"
    route: str = "A C K"  # a call every 10 minutes, the last one 20 minutes after the first
    further: str = ""  # lines of the timetable as they are

    def text(self) -> str:
        """Return the timetable of the plan."""
        stops = self.route.split()
        holiday = self.out if self.holiday_out is None else self.holiday_out
        school = f"{self.out} {self.school_out}"
        rows = [
            *_trips("60", stops, {"schultag": school, "ferientag": holiday}, 20),
            *_trips("60", stops, {"samstag": self.saturday, "sonntag": self.sunday}, 20),
            *_trips("60", stops[::-1], {"schultag": self.back, "ferientag": self.back}, 20),
            *_trips("60", stops[::-1], {"samstag": self.saturday, "sonntag": self.sunday}, 20),
            *_trips("S1", [self.train_stop, "Z"], dict.fromkeys(DAYS, self.to_centre), 30),
            *_trips("S1", ["Z", self.train_stop], dict.fromkeys(DAYS, self.from_centre), 30, -30),
        ]
        return "\n".join([*rows, self.further])


def times(text: str) -> list[int]:
    """Return minutes of the day of ``5:00 6:10..8:10/60``."""
    found: list[int] = []
    for word in text.split():
        span, _, step = word.partition("/")
        first, _, last = span.partition("..")
        found += range(_minute(first), _minute(last or first) + 1, int(step or 1))
    return found


def audit(
    plan: Plan | Timetable, profile: str, *, days: dict[str, date] = DAYS, walk_s: int = 0
) -> pd.DataFrame:
    """Return the audit of the bus lines by criterion; K and KS lie ``walk_s`` apart."""
    day = timetable(plan.text()) if isinstance(plan, Plan) else plan
    lines = find_lines(day)
    case = AuditCase(day, lines, days, changing(day, walk_s), day.stop_id == "Z")
    chosen = np.flatnonzero(~day.route_rail[lines.route]).tolist()
    return audit_lines(case, chosen, [PROFILES[profile]]).set_index("criterion")


def changing(day: Timetable, walk_s: int = 0) -> Changing:
    """Return how one changes: at the stop itself, and on foot between K and KS."""
    ends = [np.flatnonzero(np.isin(day.stop_id, names)) for names in (["K", "KS"], ["KS", "K"])]
    near = len(ends[0]) == 2 and walk_s > 0
    there, back = (ends[0], ends[0][::-1]) if near else (np.empty(0, int), np.empty(0, int))
    walks = np.full(len(there), walk_s, np.int32)
    footpaths = footpaths_of(len(day.stop_id), there.astype(np.int32), back.astype(np.int32), walks)
    return Changing(build_transfers(day, footpaths, MOVING), footpaths)


def _trips(
    line: str, stops: list[str], departures: dict[str, str], ride: int, shift: int = 0
) -> list[str]:
    rows = []
    for day, text in departures.items():
        rows.append(f"{line} ({DAYS[day]}): {' '.join(stops)}")
        for minute in times(text):
            steps = [minute + shift + ride * n // (len(stops) - 1) for n in range(len(stops))]
            rows.append(" ".join(f"{at // 60}:{at % 60:02d}" for at in steps))
    return rows


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
