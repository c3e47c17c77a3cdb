"""The engine and the oracle agree on whole sets of journeys, on worlds by lot."""

from collections import Counter

from hypothesis import given, settings
from oracle_counts import Tell
from oracle_drawn import worlds
from oracle_rules import RULES
from oracle_world import World
from oracle_worlds import find_differences


def test_the_engine_finds_the_sets_the_oracle_finds_there_and_in_the_mirror(tell: Tell) -> None:
    drawn: Counter[str] = Counter()

    @settings(max_examples=200, deadline=None, derandomize=True, database=None)
    @given(worlds())
    def compare(world: World) -> None:
        journeys, differences = find_differences(world)
        assert differences == []
        drawn.update(worlds=1, pairs=len(world.names) ** 2, journeys=journeys)
        drawn.update(rule for rule, without in RULES.items() if without(world) != world)

    compare()
    pairs = f"{drawn['pairs']} pairs there and in the mirror"
    tell(f"{drawn['worlds']} worlds, {pairs}, {drawn['journeys']} journeys, 0 differences")
    tell("drawn in so many worlds:")
    for rule in RULES:
        tell(f"  {rule:28} {drawn[rule]:4}")
    assert [rule for rule in RULES if not drawn[rule]] == []
    assert drawn["journeys"] > 3_000
