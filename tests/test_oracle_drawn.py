"""The oracle's search equals trying everything, on worlds by lot; every rule decides in some."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from oracle import Journey, Oracle, brute_force
from oracle_counts import Tell
from oracle_drawn import worlds
from oracle_rules import RULES
from oracle_world import World

Answers = dict[tuple[str, str], set[Journey]]

ENOUGH = 5  # worlds in which a rule has decided; after that it is only counted


def _answers(world: World) -> Answers:
    with TemporaryDirectory() as folder:
        feeds = world.write(Path(folder))
        oracle = Oracle(feeds, world.footpaths, world.asked, **world.moving)
    return {
        (origin, destination): journeys
        for destination in world.names
        for origin, journeys in oracle.journeys_to(destination, world.names).items()
    }


def _tried(world: World) -> Answers:
    pairs = [(origin, destination) for origin in world.names for destination in world.names]
    with TemporaryDirectory() as folder:
        feeds = world.write(Path(folder))
        return brute_force(feeds, world.footpaths, world.asked, pairs, **world.moving)


def test_one_search_per_destination_finds_what_trying_everything_finds(tell: Tell) -> None:
    drawn: Counter[str] = Counter()
    decided: Counter[str] = Counter()
    rides: Counter[int] = Counter()

    @settings(max_examples=400, deadline=None, derandomize=True, database=None)
    @given(worlds())
    def compare(world: World) -> None:
        answers = _answers(world)
        assert answers == _tried(world)
        drawn["worlds"] += 1
        rides.update(journey[2] for journeys in answers.values() for journey in journeys)
        for rule, without in RULES.items():
            changed = without(world)
            if changed != world:
                drawn[rule] += 1
                if decided[rule] < ENOUGH:
                    decided[rule] += _answers(changed) != answers

    compare()
    tell(f"{drawn['worlds']} worlds, journeys by rides: {dict(sorted(rides.items()))}")
    tell(f"drawn in so many worlds, having decided in so many of them (counted up to {ENOUGH}):")
    for rule in RULES:
        tell(f"  {rule:28} {drawn[rule]:4} {decided[rule]:4}")
    assert [rule for rule in RULES if not decided[rule]] == []
    assert min(rides[1], rides[2], rides[3]) > 0
