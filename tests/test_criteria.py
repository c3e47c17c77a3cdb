"""Criteria: verdicts home by home become totals of the county, its Kommunen and Ortsteile."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from accessibility.criteria import Criterion, Verdict, definitions, totals
from accessibility.places import Places

NAN = float("nan")

# Dorf and Weiler belong to Au, Stadt to Berg; three homes in Dorf.
HOMES = (("Dorf", 10.0), ("Dorf", 20.0), ("Dorf", 30.0), ("Weiler", 40.0), ("Stadt", 100.0))
KOMMUNE = {"Dorf": "Au", "Weiler": "Au", "Stadt": "Berg"}

BUS = Criterion("nvp", "bus", "Bus am Ort", "Ein Bus hält.", "ausgedacht")


def places(homes: Sequence[tuple[str, float]] = HOMES) -> Places:
    names = list(dict.fromkeys(name for name, _ in homes))
    count = len(names)
    return Places(
        place_id=np.array([name.lower() for name in names]),
        name=np.array(names),
        kind=np.full(count, "ortsteil"),
        parent=np.array([KOMMUNE[name] for name in names]),
        level=np.full(count, ""),
        lon=np.zeros(count),
        lat=np.zeros(count),
        population=np.full(count, NAN),
        point_ortsteil=np.array([names.index(name) for name, _ in homes], np.int32),
        point_lon=np.zeros(len(homes)),
        point_lat=np.zeros(len(homes)),
        point_people=np.array([people for _, people in homes]),
    )


def verdict(met: str, *, known: str = "", criterion: Criterion = BUS, day: str = "tag") -> Verdict:
    """Return a verdict from a letter a home: ``x`` for yes."""
    yes = np.array([letter == "x" for letter in met])
    return Verdict(criterion, day, yes, np.array([k == "x" for k in known or "x" * len(met)]))


def rows(*verdicts: Verdict, of: Places | None = None) -> pd.DataFrame:
    return totals(of or places(), verdicts).set_index("area_name")


def test_people_are_summed_over_the_county_the_kommunen_and_the_ortsteile() -> None:
    found = rows(verdict("xx.x."))
    assert found.index.tolist() == ["Kreis", "Au", "Berg", "Dorf", "Weiler", "Stadt"]
    assert found["area"].tolist() == ["kreis", *["kommune"] * 2, *["ortsteil"] * 3]
    assert found["area_id"].tolist() == ["", "Au", "Berg", "dorf", "weiler", "stadt"]
    assert found["people"].tolist() == [200, 100, 100, 60, 40, 100]
    assert found["people_met"].tolist() == [70, 70, 0, 30, 40, 0]
    assert found["share"].tolist() == [0.35, 0.7, 0, 0.5, 1, 0]


def test_half_of_the_people_are_enough_and_less_is_not() -> None:
    assert rows(verdict("xx..."))["verdict"]["Dorf"] == "erfüllt"  # 30 of 60
    assert rows(verdict("..x.."))["verdict"]["Dorf"] == "erfüllt"
    assert rows(verdict(".x..."))["verdict"]["Dorf"] == "nicht erfüllt"  # 20 of 60


def test_a_profile_may_ask_for_more_than_half() -> None:
    four_fifths = Criterion("nvp", "bus", "Bus", "Ein Bus.", "ausgedacht", least_share=0.8)
    homes = places([("Dorf", 80.0), ("Dorf", 20.0)])
    assert rows(verdict("x.", criterion=four_fifths), of=homes)["verdict"]["Dorf"] == "erfüllt"
    homes = places([("Dorf", 79.0), ("Dorf", 21.0)])
    below = rows(verdict("x.", criterion=four_fifths), of=homes)
    assert below["verdict"]["Dorf"] == "nicht erfüllt"
    assert below["least_share"]["Dorf"] == 0.8


def test_a_tenth_three_times_over_is_no_less_than_three_tenths() -> None:
    third = Criterion("nvp", "bus", "Bus", "Ein Bus.", "ausgedacht", least_share=0.3)
    homes = places([("Dorf", 0.1), ("Dorf", 0.1), ("Dorf", 0.1), ("Dorf", 0.7)])
    assert rows(verdict("xxx.", criterion=third), of=homes)["verdict"]["Dorf"] == "erfüllt"


def test_of_whom_nothing_can_be_said_nobody_is_counted() -> None:
    found = rows(verdict("x....", known="xx..."))
    assert found["people_known"].tolist() == [30, 30, 0, 30, 0, 0]
    assert found["share"]["Dorf"] == pytest.approx(1 / 3)
    assert np.isnan(found["share"]["Stadt"])
    assert found["verdict"].tolist() == [
        *("nicht erfüllt", "nicht erfüllt", "nicht prüfbar"),
        *("nicht erfüllt", "nicht prüfbar", "nicht prüfbar"),
    ]


def test_who_meets_it_without_being_known_is_no_evidence() -> None:
    assert rows(verdict("xxxxx", known="....."))["people_met"].sum() == 0


def test_where_nobody_lives_every_home_counts_alike_and_no_people_are_made_up() -> None:
    empty = places([("Dorf", 0.0), ("Dorf", 0.0), ("Stadt", 100.0)])
    found = rows(verdict("x.."), of=empty)
    assert found["people"].tolist() == [100, 0, 100, 0, 100]
    assert found["share"]["Dorf"] == 0.5
    assert found["share"]["Kreis"] == 0  # of the hundred who live there


def test_where_no_people_are_known_at_all_the_share_is_that_of_homes() -> None:
    unknown = places([("Dorf", NAN), ("Dorf", NAN), ("Dorf", NAN), ("Stadt", NAN)])
    found = rows(verdict("xx.."), of=unknown)
    assert found["people"].tolist() == [0] * 5
    assert found["share"].round(3).tolist() == [0.5, 0.667, 0, 0.667, 0]
    assert found["verdict"]["Dorf"] == "erfüllt"


def test_ortsteile_of_no_known_kommune_stand_together_under_a_name_that_says_so() -> None:
    unknown = replace(places(), parent=np.array(["", "", "Berg"]))
    found = rows(verdict("xxxx."), of=unknown)
    assert found.index.tolist()[1:3] == ["ohne Angabe der Kommune", "Berg"]
    assert found["people_met"].tolist()[1:3] == [100, 0]


def test_verdicts_stand_one_below_the_other_with_their_criterion_and_day() -> None:
    rail = Criterion("rin", "bahn", "Bahn", "Ein Zug.", "woanders", assumed=True)
    found = totals(places(), [verdict("xxxxx", day="samstag"), verdict(".....", criterion=rail)])
    assert found["profile"].tolist() == ["nvp"] * 6 + ["rin"] * 6
    assert found["criterion"].tolist() == ["bus"] * 6 + ["bahn"] * 6
    assert found["day"].tolist() == ["samstag"] * 6 + ["tag"] * 6
    assert found["assumed"].tolist() == [False] * 6 + [True] * 6
    assert found["people_met"].tolist()[::6] == [200, 0]


def test_without_a_verdict_the_table_is_empty_and_has_its_columns() -> None:
    assert list(totals(places(), []).columns) == list(totals(places(), [verdict("x....")]).columns)
    assert len(totals(places(), [])) == 0


def test_every_criterion_is_defined_once_whatever_the_days() -> None:
    found = definitions([verdict("x....", day="schultag"), verdict("x....", day="samstag")])
    assert found.to_dict("records") == [
        {
            "profile": "nvp",
            "criterion": "bus",
            "title": "Bus am Ort",
            "definition": "Ein Bus hält.",
            "source": "ausgedacht",
            "assumed": False,
            "least_share": 0.5,
        }
    ]
