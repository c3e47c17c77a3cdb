"""Day answers: a scenario is held against the same, whether journeys were kept or not."""

from dataclasses import replace
from typing import Any

import numpy as np
from towns import Home, Target, bus, compiled, known_of, question

from accessibility.access import Answer, Question, asked_of, find_answers
from accessibility.day_answers import answer_of
from accessibility.day_journeys import ride_out
from accessibility.known import same_pairs
from mobility.day import Day

DORF, WEILER = Home("Dorf"), Home("Weiler", stop="C")
MITTE, FERN = Target("Mitte", "B", "grundzentrum"), Target("Fern", "D", "mittelzentrum")
TO_MITTE = bus("60", "A B", "6:05-19:05", takes=20) + bus("60", "B A", "6:31-20:31", takes=20)
TO_FERN = bus("70", "C D", "6:15-18:15", takes=30) + bus("70", "D C", "7:05-20:05", takes=30)
LATER = bus("70", "C D", "6:25-18:25", takes=30) + bus("70", "D C", "7:05-20:05", takes=30)


def asked(lines: str) -> tuple[Question, Day]:
    """Return the question and the day; every stop has a bus, so that rows are the same."""
    stops, day = compiled("0: A B C D\n3:00 3:01 3:02 3:03\n" + lines)
    return question([DORF, WEILER], [MITTE, FERN], stops), day


def kept(lines: str) -> Answer:
    """Return the answer of the journeys that are kept of the day."""
    question_, day = asked(lines)
    return answer_of(ride_out(asked_of(question_, "tag", day)))


def found(lines: str, before: Answer | None = None) -> Answer:
    """Return the answer as it is found where nothing is kept."""
    question_, day = asked(lines)
    earlier = None if before is None else {"tag": before}
    return find_answers(question_, {"tag": day}, before=earlier)["tag"]


def the_same(one: Answer, other: Answer) -> bool:
    """Return whether all figures are the same, of all pairs and of those chosen."""
    pairs: list[tuple[Any, ...]] = [
        *zip(known_of(one).figures, known_of(other).figures, strict=True)
    ]
    for kind, choice in one.choices.items():
        theirs = other.choices[kind]
        pairs += [(choice.target, theirs.target), (choice.met, theirs.met)]
        pairs += [
            tuple(side.of(getattr(side.figures, name), -1) for side in (choice, theirs))
            for name in ("journey_time_p50", "travel_time_p50", "journeys", "every_slot")
        ]
    return all(np.array_equal(mine, theirs) for mine, theirs in pairs)


def test_the_answer_of_kept_journeys_is_the_one_found_without() -> None:
    assert the_same(kept(TO_MITTE + TO_FERN), found(TO_MITTE + TO_FERN))


def test_a_pair_rests_on_the_same_whether_its_journeys_were_kept_or_not() -> None:
    one, other = known_of(kept(TO_MITTE + TO_FERN)), known_of(found(TO_MITTE + TO_FERN))
    assert same_pairs(one, other).tolist() == one.pairs.tolist()
    assert one.pairs.any()


def test_a_shifted_bus_is_found_against_kept_journeys_as_against_none() -> None:
    before = kept(TO_MITTE + TO_FERN)
    assert the_same(found(TO_MITTE + LATER, before), found(TO_MITTE + LATER))


def test_another_window_asked_meanwhile_changes_nothing() -> None:
    question_, day = asked(TO_MITTE + TO_FERN)
    morning = question_.profile.service.model_copy(update={"weekday": (6 * 3600, 9 * 3600)})
    in_morning = replace(
        question_, profile=question_.profile.model_copy(update={"service": morning})
    )
    journeys = ride_out(asked_of(question_, "tag", day))
    journeys.choices(asked_of(in_morning, "tag", day))
    assert the_same(answer_of(journeys), found(TO_MITTE + TO_FERN))
