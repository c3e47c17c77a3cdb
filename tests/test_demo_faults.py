"""The faults planted in the demo county's feed: each once, and nothing else changed."""

from pathlib import Path

import pytest
from demo_feed import Feed, read_feed

from api.demo.county import County
from api.demo.facts import Agency, Fault, read_facts
from api.demo.faults import plant_faults
from api.demo.gtfs_file import build_tables
from api.demo.gtfs_table import Table, Tables, text_of

WYHRA = "demo-wyhra"  # its trips have one direction


@pytest.fixture(scope="module")
def feed(demo_input: Path) -> Feed:
    return read_feed(demo_input)


@pytest.fixture(scope="module")
def tables(county: County) -> Tables:
    """Return the tables before anything is planted."""
    return build_tables(county)


def test_planting_changes_only_what_the_table_of_faults_says(tables: Tables) -> None:
    spoilt = plant_faults(tables, read_facts(Fault, "faults"))
    changed = {name for name in tables if tables[name] != spoilt[name]}
    assert changed == {"stops", "trips", "stop_times"}
    assert len(spoilt["trips"].rows) == len(tables["trips"].rows) + 1
    assert len(spoilt["stops"].rows) == len(tables["stops"].rows)


def test_the_duplicate_differs_in_nothing_but_its_trip_id(feed: Feed) -> None:
    (twin,) = [t for t in feed["trips"]["trip_id"] if t.endswith("-2") and t.count("-") == 2]
    for name in ("trips", "stop_times"):
        both = [feed[name].query("trip_id == @trip") for trip in (twin, twin[:-2])]
        one, other = (rows.drop(columns="trip_id").reset_index(drop=True) for rows in both)
        assert one.equals(other)


def test_one_operator_gives_no_directions(feed: Feed) -> None:
    trips = feed["trips"].merge(feed["routes"], on="route_id")
    directions = trips[trips["direction_id"] != ""].groupby("agency_id")["direction_id"].agg(set)
    assert directions[WYHRA] == {"0"}
    assert all(found == {"0", "1"} for found in directions.drop(WYHRA))
    assert set(directions.index) == {agency.id for agency in read_facts(Agency, "agencies")}


@pytest.mark.parametrize(
    ("kind", "where", "message"),
    [
        ("duplicate_trip", "D 999", "finds nothing to spoil at 'D 999'"),
        ("lost_parent", "Etzoldshain", "finds nothing to spoil at 'Etzoldshain'"),
        ("typo", "D 610", "no fault is called 'typo'"),
    ],
)
def test_a_fault_that_cannot_be_planted_is_told(
    tables: Tables, kind: str, where: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        plant_faults(tables, (Fault(kind, where, "", ""),))


def test_a_table_is_written_as_gtfs_wants_it() -> None:
    table = Table(("stop_id", "stop_name"), [("a", "Borna, Markt"), ("b", 'Gasthof "Post"')])
    assert text_of(table) == 'stop_id,stop_name\na,"Borna, Markt"\nb,"Gasthof ""Post"""\n'
