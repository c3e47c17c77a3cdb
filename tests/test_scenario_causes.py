"""Scenario causes: a lost night journey is due to a change of the next service date, too."""

from datetime import timedelta

import pandas as pd
from changed import ground_of
from timetables import DAY, timetable

from api.scenarios.causes import nights_of, with_causes
from api.scenarios.files import Source
from api.scenarios.ground import make
from mobility.scenario import Scenario

NEXT = DAY + timedelta(days=1)


def test_a_night_bus_of_the_next_date_is_taken_out_by_the_change_that_says_so() -> None:
    night = timetable(f"""
        60 ({DAY}):  A    B
                     8:00 8:10
        N9 ({NEXT}): A    B
                     0:30 0:40
    """)
    changes = [{"type": "shift", "line": "60", "minutes": 1}, {"type": "remove_line", "line": "N9"}]
    source = Source(Scenario.model_validate({"name": "Nacht", "changes": changes}))
    made = make([source], ground_of(night, roads=False), nights_of(DAY))
    lost = pd.DataFrame({"day": ["schultag"] * 2, "trip_ids": ["N9/1", "60/1 N9/1"]})
    assert with_causes(lost, made, {"schultag": DAY})["changes"].tolist() == ["2", "1, 2"]
