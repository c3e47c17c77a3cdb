"""A yardstick: what is the same for all results held against one is found once, and holds."""

import pandas as pd
from before_after import Found, found, row
from test_compare import DORF, HOURLY, line
from towns import Home, bus

from accessibility.compare import compare_table, compared_with
from accessibility.compare_yardstick import Yardstick

WEILER = Home("Weiler", stop="C", people=50, kommune="Nachbar")
OTHER = bus("61", "C B", "6:05-19:05", takes=20) + bus("61", "B C", "6:31-20:31", takes=20)


def both(lines: str) -> Found:
    """Return what Dorf has by the lines, and Weiler in the next Kommune by its own."""
    return found(lines + OTHER, DORF, WEILER)


def test_each_result_is_told_as_if_it_were_the_only_one() -> None:
    before = both(HOURLY)
    places, kept = before.question.places, Yardstick(before.question.places, before.points)

    for after in (both(line(every=120)), both(line(takes=30)), before, both(line(every=120))):
        alone = compare_table(places, before.points, after.points, after.fixed(before))
        beside = compared_with(kept, after.points, after.fixed(before))
        pd.testing.assert_frame_equal(beside, alone)


def test_where_nobody_is_touched_nothing_changes_and_the_kreis_counts_all() -> None:
    before, after = both(HOURLY), both(line(takes=30))
    table = compare_table(before.question.places, before.points, after.points)

    own, beside = (row(table[table["area_id"].isin(["", one])], area="kommune")
                   for one in ("Kommune", "Nachbar"))  # fmt: skip
    assert (own["people_worse"], own["journey_time_p50_difference"]) == (100, 600)
    assert (beside["people_worse"], beside["journey_time_p50_difference"]) == (0, 0)
    assert (beside["journey_time_p50_before"], beside["journey_time_p50_after"]) == (1500, 1500)
    assert (row(table)["people"], row(table)["people_worse"]) == (150, 100)
