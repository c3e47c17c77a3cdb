"""Laws of comparing on random services: more service loses nobody, less is told with its trips."""

from dataclasses import replace
from random import Random

import numpy as np
import pandas as pd
import pytest
from engine import Engine
from services import WALKS, draw_service, engine
from test_held import drawn
from timetables import DAY
from towns import known_of

from accessibility.access import Question, find_answers, find_choices
from accessibility.compare import compare_table
from accessibility.compare_figures import MASKS
from accessibility.held import held_choices
from accessibility.hour_shares import useful_hours
from accessibility.losers import Scene, losers
from accessibility.point_results import point_table
from accessibility.standards import CLASSES
from gtfs.edit import without_trips
from gtfs.timetable import Timetable

Cases = tuple[Question, Timetable, Timetable, set[str]]


def fewer(seed: int) -> Cases:
    """Return a question, a timetable, the same without some trips, and the ids of those."""
    lot = Random(seed)
    whole = engine([trip for _ in range(3) for trip in draw_service(lot)]).timetable
    gone = np.array([n for n in range(1, len(whole.trip_id)) if lot.random() < 0.2], np.int32)
    asked, _, _ = drawn(2 * seed)  # any partner of a Verbund will do
    return asked, whole, without_trips(whole, gone), set(whole.trip_id[gone].tolist())


def scene(asked: Question, timetable: Timetable) -> Scene:
    return Scene(asked, {"tag": Engine(timetable, WALKS, DAY).day}, timetable)


@pytest.mark.parametrize("seed", range(15))
def test_every_journey_that_is_gone_used_a_trip_that_is_gone(seed: int) -> None:
    asked, whole, part, gone = fewer(seed)
    before, after = scene(asked, whole), scene(asked, part)

    table = losers(before, after, find_choices(asked, before.days))

    assert set(table["way"]) == {"hin", "zurück"}
    for ids in table["trip_ids"]:
        assert set(ids.split(" ")) & gone, ids
    assert (table["loss"] > 0).all()


@pytest.mark.parametrize("seed", range(10))
def test_what_is_known_changes_no_journey_that_is_gone_and_no_hour(seed: int) -> None:
    asked, whole, part, _ = fewer(seed)
    before, after = scene(asked, whole), scene(asked, part)
    old = find_answers(asked, before.days)
    new = find_answers(asked, after.days, before=old)
    choices = [{"tag": one["tag"].choices} for one in (old, new)]

    one = replace(before, known={"tag": known_of(old["tag"])})
    other = replace(after, known={"tag": known_of(new["tag"])})
    pd.testing.assert_frame_equal(losers(one, other, choices[0]), losers(before, after, choices[0]))
    for side, chosen in zip((one, other), choices, strict=True):
        knowing = useful_hours(asked, side.days, chosen, known=side.known)["tag"]
        anew = useful_hours(asked, side.days, chosen)["tag"]
        for kind in CLASSES:
            assert all(map(np.array_equal, knowing[kind], anew[kind])), kind


@pytest.mark.parametrize("seed", range(15))
def test_more_service_takes_no_journey_and_no_place_from_anybody(seed: int) -> None:
    asked, whole, part, _ = fewer(seed)
    before, after = scene(asked, part), scene(asked, whole)
    old, free = find_choices(asked, before.days), find_choices(asked, after.days)
    points = point_table(asked, old)
    fixed = point_table(asked, held_choices(asked, after.days, free, points))
    table = compare_table(asked.places, points, point_table(asked, free), fixed)

    assert losers(before, after, old).empty
    assert (table["people_lost"] == 0).all()
    for kind in CLASSES:
        served = points[f"{kind}_id"].notna()
        for name, sign in (("served_hours", 1), ("travel_time_p50", -1)):
            one, other = (side.loc[served, f"{kind}_{name}"] for side in (points, fixed))
            difference = sign * (other - one)
            assert (difference.dropna() >= 0).all(), (kind, name)


@pytest.mark.parametrize("seed", range(10))
def test_what_is_gained_one_way_is_lost_the_other_way(seed: int) -> None:
    asked, whole, part, _ = fewer(seed)
    sides = [scene(asked, one) for one in (whole, part)]
    one, other = (point_table(asked, find_choices(asked, side.days)) for side in sides)
    there, back = compare_table(asked.places, one, other), compare_table(asked.places, other, one)

    for name, against in zip(MASKS[::2], MASKS[1::2], strict=True):
        assert (there[f"people_{name}"] == back[f"people_{against}"]).all(), name
        assert (there[f"people_{against}"] == back[f"people_{name}"]).all(), name
    for side in ("before", "after"):
        mirrored = {"before": "after", "after": "before"}[side]
        for measure in ("journey_time_p50", "journeys", "served_hours"):
            assert there[f"{measure}_{side}"].equals(back[f"{measure}_{mirrored}"]), measure
    assert np.allclose(there["time_difference_mean"], -back["time_difference_mean"], equal_nan=True)
