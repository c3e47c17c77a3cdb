"""The table of a changed timetable, found from what is known of the one before."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from towns import MITTE, Home, Target, bus, compiled, question

from accessibility.access import Answer, Question, find_answers, find_choices, find_drives
from accessibility.access_table import access_table
from gtfs.timetable import Bools, Floats
from mobility.day import Day

DORF, WEILER, MARKT = Home("Dorf"), Home("Weiler", stop="C"), Home("Markt", stop="B")
FERN = Target("Fern", "D", "mittelzentrum")
DORF_BUS = bus("60", "A B", "6:05-19:05", takes=20) + bus("60", "B A", "6:31-20:31", takes=20)
WEILER_BUS = bus("70", "C D", "6:15-18:15", takes=30) + bus("70", "D C", "7:05-20:05", takes=30)
LATER = bus("70", "C D", "6:25-18:25", takes=30) + bus("70", "D C", "7:05-20:05", takes=30)
ACROSS = bus("80", "C B", "7:10-17:10", takes=10) + bus("80", "B C", "7:40-17:40", takes=10)


def asked_of(lines: str) -> tuple[Question, Day]:
    """Return the question and the day; every stop has a bus, so that rows are the same."""
    stops, day = compiled("0: A B C D\n3:00 3:01 3:02 3:03\n" + lines)
    return question([DORF, WEILER, MARKT], [MITTE, FERN], stops), day


def found(lines: str, before: Answer | None = None) -> tuple[Answer, pd.DataFrame]:
    """Return the answer of the day, and the table."""
    asked, day = asked_of(lines)
    earlier = None if before is None else {"tag": before}
    answer = find_answers(asked, {"tag": day}, before=earlier)["tag"]
    return answer, access_table(asked, {"tag": day}, choices={"tag": answer.choices})


def fresh(lines: str) -> pd.DataFrame:
    asked, day = asked_of(lines)
    table: pd.DataFrame = access_table(asked, {"tag": day})
    return table


@pytest.mark.parametrize(
    "changed",
    [
        DORF_BUS + WEILER_BUS,
        DORF_BUS,
        DORF_BUS + LATER,
        DORF_BUS + WEILER_BUS + ACROSS,
        ACROSS,
    ],
    ids=["nothing", "line removed", "line shifted", "line added", "all other lines"],
)
def test_the_table_is_the_one_found_without_knowing_anything(changed: str) -> None:
    before, _ = found(DORF_BUS + WEILER_BUS)
    again, table = found(changed, before)

    pd.testing.assert_frame_equal(table, fresh(changed))
    # and what it rests on serves the next change
    pd.testing.assert_frame_equal(found(DORF_BUS, again)[1], fresh(DORF_BUS))


def test_a_shifted_line_shows_in_the_places_it_serves() -> None:
    before, old = found(DORF_BUS + WEILER_BUS)
    _, new = found(DORF_BUS + LATER, before)

    # 5 minutes before the bus of 6:15, then of 6:25, Weiler leaves the door
    assert old["mittelzentrum_first_departure"].tolist()[1] == 6 * 3600 + 10 * 60
    assert new["mittelzentrum_first_departure"].tolist()[1] == 6 * 3600 + 20 * 60
    assert new.iloc[0].equals(old.iloc[0])


def test_drives_known_are_not_found_again() -> None:
    asked, day = asked_of(DORF_BUS + WEILER_BUS)
    searched: list[int] = []

    def drives(pairs: Bools) -> Floats:
        searched.append(int(pairs.sum()))
        return np.where(pairs, 600.0, np.inf)

    asked = replace(asked, drives=drives)
    choices = find_choices(asked, {"tag": day})
    first = find_drives(asked, choices)
    again = find_drives(asked, choices, first)

    assert first is not None
    assert again is not None
    assert searched == [3]  # Dorf to Mitte, Weiler to Fern; Markt, by bus to A and back, to Mitte
    assert sorted(first.ravel().tolist()) == sorted(again.ravel().tolist())
    assert np.isfinite(again).sum() == 3
