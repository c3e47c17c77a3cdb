"""Weighed: medians and shares of several columns, each by people of its own, in one go."""

import numpy as np

from accessibility.medians import WORTH_SHARING, median
from accessibility.weighed import Fraction, Median, Share, Verdict, weighed
from mobility.profiles import UNREACHED

GROUP = np.array([0, 0, 0, 1])
PEOPLE, RIDERS = np.array([10.0, 30, 20, 5]), np.array([10.0, 0, 20, 0])
NOBODY = np.zeros(4)


def test_each_column_is_weighed_by_its_own_people() -> None:
    minutes = np.array([10, 20, 30, UNREACHED])
    found = weighed({"all": Median(minutes, PEOPLE), "riders": Median(minutes, RIDERS)}, GROUP, 2)
    assert found["all"].to_numpy(object, na_value=None).tolist() == [20, None]
    assert found["riders"].to_numpy(object, na_value=None).tolist() == [30, None]


def test_fractions_stay_what_they_are() -> None:
    ratio = np.array([1 / 3, 0.1 + 0.2, UNREACHED, UNREACHED])
    (found,) = weighed({"ratio": Fraction(ratio, PEOPLE)}, GROUP, 2).values()
    assert found[0] == 0.1 + 0.2
    assert np.isnan(found[1])


def test_half_of_the_people_make_a_verdict_and_nobody_makes_none() -> None:
    met = np.array([True, False, True, False])
    found = weighed(
        {
            "share": Share(met, PEOPLE),
            "verdict": Verdict(met, PEOPLE),
            "unasked": Verdict(met, NOBODY),
            "limit": 1800,
        },
        GROUP,
        2,
    )
    assert found["share"].tolist() == [0.5, 0]
    assert found["verdict"].tolist() == ["erfüllt", "nicht erfüllt"]
    assert found["unasked"].tolist() == ["nicht prüfbar"] * 2
    assert list(found) == ["share", "verdict", "unasked", "limit"]
    assert found["limit"] == 1800


def test_many_columns_are_shared_between_the_cores_and_stay_the_same() -> None:
    group = np.repeat(np.arange(100), 50)
    people = np.ones(len(group))
    figures = [np.arange(len(group)) * step % 997 for step in range(WORTH_SHARING // 5000 + 3)]
    columns = {str(at): Median(values, people) for at, values in enumerate(figures)}
    found = weighed(columns, group, 100)
    for at, values in enumerate(figures):
        assert found[str(at)].tolist() == median(values, people, group, 100).tolist()
