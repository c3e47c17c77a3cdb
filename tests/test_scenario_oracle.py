"""The engine on changed networks finds what the oracle finds in the feeds written of them."""

import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from oracle_changed_worlds import EVERY, PLAIN, find_differences
from oracle_counts import Tell
from oracle_scenarios import changes_by_lot, compare_made, made_of, types_of
from scenario_lots import Change
from test_scenario_docs import READY, TITLED

from api.scenarios.files import TYPES
from api.service import Service
from mobility.scenario import Scenario

SCHULTAG, SONNTAG = date(2026, 4, 21), date(2026, 4, 26)


READY_TEXTS = [path.read_text(encoding="utf-8") for path in READY]
SHOWN = {  # one of a line's changes may leave nothing for another: in both orders all are made
    "as docs/scenarios.md shows them": (TITLED, SCHULTAG),
    "from its end, then those of the demo": ([*TITLED[::-1], *READY_TEXTS], SONNTAG),
}


def changes_of(texts: Sequence[str]) -> list[Change]:
    """Return the changes of scenarios, one after the other."""
    scenarios = [Scenario.model_validate(tomllib.loads(text)) for text in texts]
    return [change.model_dump() for scenario in scenarios for change in scenario.changes]


def check(
    tell: Tell, service: Service, changes: Sequence[Change], days: Sequence[date], least: int
) -> None:
    made = made_of(service, changes)
    found = compare_made(service, made, days, (5, 20))
    counted = Counter(types_of(made))
    tell(f"{counted.total()} of {len(changes)} changes made: {found}")
    tell("  " + ", ".join(f"{name} {counted[name]}" for name in sorted(counted)))
    assert found.differences == ()
    assert found.journeys > least


def test_every_type_of_change_is_among_those_shown(service: Callable[[str], Service]) -> None:
    made = [made_of(service("demo"), changes_of(texts)) for texts, _ in SHOWN.values()]
    assert {name for one in made for name in types_of(one)} == set(TYPES)


@pytest.mark.parametrize("order", SHOWN)
def test_changes_shown_made_one_after_the_other(
    service: Callable[[str], Service], tell: Tell, order: str
) -> None:
    texts, day = SHOWN[order]
    check(tell, service("demo"), changes_of(texts), (day,), 1_000)


@pytest.mark.parametrize("seed", range(2))
def test_changes_by_lot(service: Callable[[str], Service], tell: Tell, seed: int) -> None:
    changes = changes_by_lot(service("demo"), seed, 12)
    check(tell, service("demo"), changes, (SCHULTAG,), 500)


def test_changes_made_to_the_timetable_are_those_made_to_the_text_of_the_feed(tell: Tell) -> None:
    drawn, journeys = Counter[str](), 0
    for seed in range(80):
        found = find_differences(seed)
        assert found.differences == [], seed
        drawn += found.made
        journeys += found.journeys
    tell(f"80 worlds, {journeys} journeys, 0 differences; changes by lot:")
    tell("  " + ", ".join(f"{name} {drawn[name]}" for name in sorted(drawn)))
    assert [name for name in (*EVERY, *PLAIN) if not drawn[name]] == []
    assert journeys > 1_500
