"""Scenarios kept: nothing is lost, whoever writes at the same time; on SQLite and PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from itertools import pairwise

import pytest

from api.storage.errors import Conflict, Missing
from api.storage.store import Store
from mobility.scenario import Scenario
from mobility.scenario_trips import RemoveLine, Shift
from mobility.scenario_values import ScenarioError

NOBODY = "0" * 32


def scenario(name: str, base: str | None = None, description: str = "") -> Scenario:
    return Scenario(name=name, base=base, description=description)


def test_a_scenario_is_read_as_it_was_written(store: Store) -> None:
    changes = (
        Shift(type="shift", line="613", minutes=2.5, towards="Grimma", note="Anschluss RB 110"),
        RemoveLine(type="remove_line", line="D 7", days=("samstag",)),
    )
    written = Scenario(name="Anschlüsse Grimma", description="mit\nZeilen \x00", changes=changes)
    kept = store.scenarios.create(written)
    assert store.scenarios.read(kept.head.id) == kept
    assert kept.scenario == written
    assert (kept.head.name, kept.head.version) == ("Anschlüsse Grimma", 1)
    assert kept.head.created == kept.head.updated


def test_a_change_makes_the_next_version(store: Store) -> None:
    one = store.scenarios.create(scenario("A")).head
    other = store.scenarios.update(one.id, scenario("B"), version=1)
    assert (other.head.name, other.head.version, other.head.created) == ("B", 2, one.created)
    assert other.head.updated > one.updated
    assert other.head.sha256 != one.sha256
    assert store.scenarios.read(one.id) == other


def test_a_change_on_a_version_that_is_gone_is_refused_and_changes_nothing(store: Store) -> None:
    one = store.scenarios.create(scenario("A")).head
    two = store.scenarios.update(one.id, scenario("B"), version=1)
    with pytest.raises(Conflict, match="scenario 'B' is at version 2, not 1: somebody"):
        store.scenarios.update(one.id, scenario("C"), version=1)
    with pytest.raises(Conflict, match="is at version 2, not 1"):
        store.scenarios.delete(one.id, version=1)
    assert store.scenarios.read(one.id) == two


@pytest.mark.parametrize("nobody", [NOBODY, "", "x\x00", "'; DROP TABLE scenario", "a" * 10_000])
def test_what_is_not_there_is_missing(store: Store, nobody: str) -> None:
    for ask in (
        lambda: store.scenarios.read(nobody),
        lambda: store.scenarios.update(nobody, scenario("A"), version=1),
        lambda: store.scenarios.delete(nobody),
        lambda: store.scenarios.duplicate(nobody),
        lambda: store.scenarios.chain(nobody),
        lambda: store.results.read(nobody),
        lambda: store.results.delete(nobody),
        lambda: store.jobs.read(nobody),
        lambda: store.jobs.cancel(nobody),
        lambda: store.jobs.resume(nobody, "n", "r"),
        lambda: store.tokens.revoke(nobody),
    ):
        with pytest.raises(Missing, match=r"no (scenario|result|job|token) "):
            ask()


def test_a_deleted_scenario_is_gone(store: Store) -> None:
    one = store.scenarios.create(scenario("A")).head
    store.scenarios.delete(one.id, version=1)
    assert store.scenarios.page() == []
    assert store.scenarios.count() == 0


def test_scenarios_are_listed_in_the_order_they_were_made_page_by_page(store: Store) -> None:
    for name in "CABED":
        store.scenarios.create(scenario(name))
    pages = [store.scenarios.page(limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert [[head.name for head in page] for page in pages] == [["C", "A"], ["B", "E"], ["D"], []]
    assert store.scenarios.count() == 5


def test_a_copy_has_a_name_and_a_life_of_its_own(store: Store) -> None:
    one = store.scenarios.create(scenario("Takt", description="alle 60 min")).head
    copy = store.scenarios.duplicate(one.id)
    assert copy.scenario == scenario("Takt (Kopie)", description="alle 60 min")
    named = store.scenarios.duplicate(one.id, "Takt 30")
    assert named.head.name == "Takt 30"
    store.scenarios.delete(one.id)
    assert len(store.scenarios.page()) == 2


def test_a_name_is_one_line_people_can_read(store: Store) -> None:
    assert store.scenarios.create(scenario(" Takt\n60\u00a0min ")).scenario.name == "Takt 60 min"
    for bad in ("\x00", "a\u202eb"):
        with pytest.raises(ValueError, match="characters nobody sees"):
            store.scenarios.create(scenario(bad))
    with pytest.raises(ValueError, match="the name is empty"):
        store.scenarios.create(scenario("  "))


# What stands on what


def test_a_scenario_stands_on_others_by_id(store: Store) -> None:
    below = store.scenarios.create(scenario("Ohnefall")).head
    middle = store.scenarios.create(scenario("Takt", below.id)).head
    top = store.scenarios.create(scenario("Takt 30", middle.id)).head
    names = [source.scenario.name for source in store.scenarios.chain(top.id)]
    assert names == ["Ohnefall", "Takt", "Takt 30"]
    assert top.base == middle.id


def test_a_base_that_is_not_there_is_refused(store: Store) -> None:
    for nobody in (NOBODY, "../region.toml"):
        with pytest.raises(ScenarioError, match=f"base '{nobody}': no such scenario here"):
            store.scenarios.create(scenario("A", nobody))


def test_nothing_stands_on_itself(store: Store) -> None:
    below = store.scenarios.create(scenario("Ohnefall")).head
    top = store.scenarios.create(scenario("Takt", below.id)).head
    for base in (top.id, below.id):
        with pytest.raises(ScenarioError, match="stands on this scenario itself"):
            store.scenarios.update(below.id, scenario("Ohnefall", base), version=1)


def test_what_others_stand_on_is_not_deleted(store: Store) -> None:
    below = store.scenarios.create(scenario("Ohnefall")).head
    top = store.scenarios.create(scenario("Takt", below.id)).head
    with pytest.raises(Conflict, match="others stand on it"):
        store.scenarios.delete(below.id)
    store.scenarios.delete(top.id)
    store.scenarios.delete(below.id)
    assert store.scenarios.count() == 0


def test_two_who_put_one_on_the_other_at_once_make_no_circle(store: Store) -> None:
    for _ in range(5):
        a, b = (store.scenarios.create(scenario(name)).head.id for name in "AB")

        def stand(pair: tuple[str, str]) -> bool:
            try:
                store.scenarios.update(pair[0], scenario("X", pair[1]), version=1)
            except (ScenarioError, OSError):
                return False
            return True

        with ThreadPoolExecutor(2) as pool:
            made = list(pool.map(stand, [(a, b), (b, a)]))
        assert made.count(True) == 1
        assert {len(store.scenarios.chain(one)) for one in (a, b)} == {1, 2}


# Many at once


def test_of_many_changes_at_once_none_is_lost(store: Store) -> None:
    one = store.scenarios.create(scenario("A", description="0")).head

    def add(_: int) -> None:
        while True:
            there = store.scenarios.read(one.id)
            more = scenario("A", description=str(int(there.scenario.description) + 1))
            try:
                store.scenarios.update(one.id, more, there.head.version)
            except Conflict:
                continue
            return

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(40)))
    end = store.scenarios.read(one.id)
    assert (end.scenario.description, end.head.version) == ("40", 41)


def test_moments_are_in_order_and_in_utc(store: Store) -> None:
    made = [store.scenarios.create(scenario(str(number))).head.created for number in range(5)]
    assert all(one <= other for one, other in pairwise(made))
    assert {moment.tzinfo for moment in made} == {UTC}
