"""Two results side by side: who gains, who loses, and nobody left out; every figure by head.

Homes stand 4 minutes from their stop and board a minute later: the bus of 6:05 is left for at
6:00. Back, the target is left a minute before the bus.
"""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from before_after import NOTHING_RUNS, compared, found, row
from towns import MITTE, Home, Target, bus

from accessibility.compare import compare_table
from accessibility.compare_figures import MASKS
from accessibility.compare_standards import compared_standards
from accessibility.tables import PlacesError

DORF = Home("Dorf")


def line(times: str = "6:05-19:05", *, takes: int = 20, every: int = 60, name: str = "60") -> str:
    """Return a bus from A to B at the times, and back from 6:31 to 20:31 as often."""
    there = bus(name, "A B", times, takes=takes, every=every)
    return there + bus(name, "B A", "6:31-20:31", takes=takes, every=every)


HOURLY = line()  # 14 journeys there, 15 back, 25 minutes from door to door


def told(before: str, after: str, *homes: Home, **asked: Any) -> dict[str, object]:
    """Return the row of the Kreis."""
    homes = homes or (DORF,)
    return row(compared(found(before, *homes), found(after, *homes), **asked))


def people(figures: dict[str, object]) -> dict[str, object]:
    return {name: figures[f"people_{name}"] for name in MASKS if figures[f"people_{name}"]}


# --- what changes --------------------------------------------------------------------------------


def test_every_figure_of_a_bus_that_runs_half_as_often() -> None:
    figures = told(HOURLY, line("6:05-18:05", every=120))

    assert figures == {
        "area": "kreis", "area_id": "", "area_name": "Kreis",
        "day": "tag", "class": "mittelzentrum", "target": "frei",
        "people": 100, "people_known": 100, "people_compared": 100,
        "journey_time_p50_before": 1500, "journey_time_p50_after": 1500,
        "journey_time_p50_difference": 0,
        "journeys_before": 14, "journeys_after": 7, "journeys_difference": -7,
        "return_journeys_before": 15, "return_journeys_after": 8, "return_journeys_difference": -7,
        # in 45 minutes: one may wait 20, so a departure at 8:00 serves the hours 7 and 8
        "served_hours_before": 15, "served_hours_after": 14, "served_hours_difference": -1,
        "time_difference_mean": 0,
        "people_newly_reached": 0, "newly_reached_share": 0, "people_lost": 0, "lost_share": 0,
        "people_newly_met": 0, "newly_met_share": 0,
        "people_no_longer_met": 0, "no_longer_met_share": 0,
        "people_better": 0, "better_share": 0, "people_worse": 100, "worse_share": 1,
    }  # fmt: skip


@pytest.mark.parametrize(("takes", "worse"), [(24, 0), (25, 100)])
def test_five_minutes_more_are_clearly_worse_and_four_are_not(takes: int, worse: int) -> None:
    figures = told(HOURLY, line(takes=takes))

    assert figures["journey_time_p50_difference"] == (takes - 20) * 60
    assert figures["people_worse"] == worse
    assert told(line(takes=takes), HOURLY)["people_better"] == worse


def test_one_fahrtenpaar_less_is_not_clearly_worse_and_two_are() -> None:
    without_one = bus("60", "A B", "6:05-18:05", takes=20) + bus(
        "60", "B A", "6:31-20:31", takes=20
    )
    without_two = bus("60", "A B", "6:05-17:05", takes=20) + bus(
        "60", "B A", "6:31-20:31", takes=20
    )

    assert told(HOURLY, without_one)["people_worse"] == 0
    assert told(HOURLY, without_two)["people_worse"] == 100


def test_more_buses_there_and_none_more_back_are_no_more_fahrtenpaare() -> None:
    oftener = bus("60", "A B", "6:05-19:05", takes=20, every=30)
    oftener += bus("60", "B A", "6:31-19:31", takes=20)  # as many back as there were there
    before = bus("60", "A B", "6:05-19:05", takes=20) + bus("60", "B A", "6:31-19:31", takes=20)

    assert told(before, oftener)["journeys_difference"] == 13
    assert told(before, oftener)["people_better"] == 0


def test_a_bus_that_is_slower_and_runs_oftener_makes_it_clearly_better_and_clearly_worse() -> None:
    slower = line(takes=30, every=30)

    assert people(told(HOURLY, slower)) == {"better": 100, "worse": 100}


def test_who_loses_the_only_bus_is_lost_worse_and_in_no_difference_of_times() -> None:
    figures = told(HOURLY, NOTHING_RUNS)

    assert people(figures) == {"lost": 100, "no_longer_met": 100, "worse": 100}
    assert figures["people_known"] == 100
    assert figures["people_compared"] == 0
    assert figures["journey_time_p50_difference"] is None
    assert figures["journey_time_p50_after"] is None
    assert figures["journeys_difference"] == -14  # none are a number of journeys, too


def test_who_gets_the_first_bus_is_newly_reached_and_better() -> None:
    expected = {"newly_reached": 100, "newly_met": 100, "better": 100}

    assert people(told(NOTHING_RUNS, HOURLY)) == expected


def test_who_walks_there_does_not_mind_the_bus() -> None:
    beside = Home("Dorf", on_foot={"Mitte": 600})

    figures = told(HOURLY, NOTHING_RUNS, beside)

    assert people(figures) == {}
    assert figures["journeys_difference"] is None  # nothing said of who walks


def test_the_bus_is_missed_by_who_would_walk_five_minutes_longer() -> None:
    beside = Home("Dorf", on_foot={"Mitte": 1200})

    assert people(told(line(takes=10), NOTHING_RUNS, beside)) == {"worse": 100}  # 15 minutes, 20
    assert people(told(line(takes=11), NOTHING_RUNS, beside)) == {}


# --- whose figures -------------------------------------------------------------------------------


def test_the_difference_is_the_median_of_differences_not_the_difference_of_medians() -> None:
    homes = (Home("Dorf", "A", 50), Home("Dorf", "X", 50))
    quick, slow = line(takes=10), line(takes=20)
    other = (
        quick.replace("A", "X").replace("60:", "61:"),
        slow.replace("A", "X").replace("60:", "61:"),
    )

    figures = told(quick + other[1], slow + other[0], *homes)

    assert figures["journey_time_p50_before"] == figures["journey_time_p50_after"] == 15 * 60
    assert figures["journey_time_p50_difference"] == -10 * 60  # one half 10 less, one 10 more
    assert figures["time_difference_mean"] == 0
    assert people(figures) == {"better": 50, "worse": 50}


def test_people_are_counted_in_kreis_kommune_and_ortsteil() -> None:
    homes = (
        Home("Dorf", "A", 70, kommune="Nord"),
        Home("Weiler", "A", 20, kommune="Nord"),
        Home("Stadt", "B", 500, kommune="Süd", on_foot={"Mitte": 60}),
    )
    table = compared(found(HOURLY, *homes), found(NOTHING_RUNS, *homes))
    lost = table[table["class"] == "mittelzentrum"].set_index("area_name")["people_lost"]

    assert lost.to_dict() == {
        "Kreis": 90, "Nord": 90, "Süd": 0, "Dorf": 70, "Weiler": 20, "Stadt": 0,
    }  # fmt: skip


def test_where_nobody_is_known_every_home_weighs_one_and_no_people_are_counted() -> None:
    unknown = (Home("Dorf", "A", np.nan), Home("Dorf", "A", np.nan), Home("Dorf", "X", np.nan))
    slow = bus("61", "X B", "6:05-19:05", takes=30)

    figures = told(HOURLY + slow, line(takes=30) + slow, *unknown)

    assert figures["people"] is None
    assert figures["people_worse"] is None
    assert figures["worse_share"] == pytest.approx(2 / 3)
    assert figures["journey_time_p50_difference"] == 600


# --- the target ----------------------------------------------------------------------------------

MARKT = Target("Markt", "C")
BOTH = (MITTE, MARKT)
TO_MARKT = bus("70", "A C", "6:05-19:05", takes=10) + bus("70", "C A", "6:31-20:31", takes=10)


def test_a_better_target_counts_where_it_is_free_and_not_where_it_is_fixed() -> None:
    far = bus("70", "A C", "6:05-19:05", takes=60)
    before = found(HOURLY + far, DORF, targets=BOTH)
    after = found(HOURLY + TO_MARKT, DORF, targets=BOTH)
    table = compared(before, after, fixed=True)

    assert row(table)["journey_time_p50_difference"] == -600
    assert row(table)["people_better"] == 100
    assert row(table, target="fest")["journey_time_p50_difference"] == 0
    assert people(row(table, target="fest")) == {}


def test_who_loses_the_fixed_target_is_lost_to_it_though_there_is_another() -> None:
    away = bus("60", "B D", "6:05-19:05", takes=10)
    before = found(TO_MARKT + HOURLY, DORF, targets=BOTH)  # Markt, 15 minutes
    after = found("70 (2024-06-03): A C\n 6:05 6:15\n" + HOURLY + away, DORF, targets=BOTH)
    table = compared(before, after, fixed=True)

    assert people(row(table)) == {"worse": 100}
    assert people(row(table, target="fest")) == {"lost": 100, "no_longer_met": 100, "worse": 100}


def test_a_target_that_is_gone_cannot_be_reached_while_it_is_fixed() -> None:
    before = found(TO_MARKT + HOURLY, DORF, targets=BOTH)
    after = found(TO_MARKT + HOURLY, DORF, targets=[MITTE])
    table = compared(before, after, fixed=True)

    assert row(table)["people_lost"] == 0
    assert row(table, target="fest")["people_lost"] == 100


def test_a_class_the_region_has_no_target_of_has_no_rows() -> None:
    table = compared(found(HOURLY, DORF), found(HOURLY, DORF))

    assert set(table["class"]) == {"grundzentrum", "mittelzentrum"}


def test_the_first_station_of_a_class_is_newly_reached() -> None:
    halt = Target("Halt", "B", kind="sbahn")
    before, after = found(HOURLY, DORF), found(HOURLY, DORF, targets=[MITTE, halt])

    assert people(row(compared(before, after), "sbahn")) == {
        "newly_reached": 100, "newly_met": 100, "better": 100,
    }  # fmt: skip


# --- laws ----------------------------------------------------------------------------------------


def test_nothing_differs_from_itself_and_nobody_is_lost() -> None:
    homes = (DORF, Home("Weiler", "X", 30), Home("Stadt", "B", 40, on_foot={"Mitte": 60}))
    lines = HOURLY + bus("61", "X C", "6:05-19:05", takes=5)
    same = found(lines, *homes, targets=BOTH)
    table = compared(same, same, fixed=True)

    for name in table.filter(like="_difference"):
        assert set(table[name].dropna()) <= {0}, name
    for name in MASKS:
        assert (table[f"people_{name}"] == 0).all(), name
        assert (table[f"{name}_share"] == 0).all(), name
    assert (table["people_known"] == table["people"]).all()


def test_results_of_other_homes_are_refused() -> None:
    before = found(HOURLY, DORF)

    with pytest.raises(PlacesError, match="1 homes before, 2 after"):
        compared(before, found(HOURLY, DORF, Home("Weiler")))
    with pytest.raises(PlacesError, match="other people"):
        compared(before, found(HOURLY, Home("Dorf", people=99)))
    other = before.points.assign(day="nacht")
    with pytest.raises(PlacesError, match="no day in common: tag before, nacht after"):
        compare_table(before.question.places, before.points, other)


# --- standards -----------------------------------------------------------------------------------


def standards(*met: int) -> pd.DataFrame:
    """Return totals of two Ortsteile of 100 people each in one Kommune."""
    rows = [("kreis", "", 200, sum(met)), ("kommune", "Nord", 200, sum(met))]
    rows += [("ortsteil", name, 100, of) for name, of in zip("ab", met, strict=True)]
    return pd.DataFrame(
        {
            "profile": "rin", "criterion": "mz", "title": "MZ", "day": "tag", "assumed": True,
            "area": [one[0] for one in rows], "area_id": [one[1] for one in rows],
            "area_name": [one[1] or "Kreis" for one in rows],
            "people": [float(one[2]) for one in rows],
            "people_known": [float(one[2]) for one in rows],
            "people_met": [float(one[3]) for one in rows],
            "share": [one[3] / one[2] for one in rows],
            "verdict": ["erfüllt" if 2 * one[3] >= one[2] else "nicht erfüllt" for one in rows],
        }
    )  # fmt: skip


def test_gains_and_losses_of_a_criterion_are_counted_apart() -> None:
    heads = pd.DataFrame({"ortsteil_id": ["a", "b"], "kommune": ["Nord", "Nord"]})

    table = compared_standards(standards(80, 10), standards(30, 70), heads).set_index("area")

    assert table.loc["kreis", "people_met_difference"] == 10
    for area in ("kreis", "kommune"):
        assert table.loc[area, "people_gained"] == 60
        assert table.loc[area, "people_lost"] == 50
        assert table.loc[area, "ortsteile_gained"] == 1
        assert table.loc[area, "ortsteile_lost"] == 1
    assert table["assumed"].all()


# --- a part of the table -------------------------------------------------------------------------


def test_the_kreis_alone_has_the_rows_of_the_whole_table() -> None:
    before, after = (
        found(HOURLY, DORF, Home("Weiler")),
        found(line(every=120), DORF, Home("Weiler")),
    )
    sides = before.question.places, before.points, after.points
    whole = compare_table(*sides)
    kreis = whole[whole["area"] == "kreis"].reset_index(drop=True)

    pd.testing.assert_frame_equal(compare_table(*sides, down_to="kreis"), kreis)
    few = compare_table(*sides, down_to="kreis", measures=())
    assert "journeys_before" not in few
    pd.testing.assert_frame_equal(few, kreis[list(few)])
