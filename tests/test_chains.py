"""Streets from junction to junction: the same drives, with fewer nodes to pass."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pytest
from streetmaps import Place, snapped, streets
from streets_oracle import drives_by_networkx

from mobility.chains import Chains, contract
from mobility.drive import find_drive_s
from mobility.streets import StreetNetwork

#        C       a junction at D, a bend at B
#        |
#        D --- E
#        |
#   A -- B
TOWN: dict[str, Place] = {
    "A": (0, 0),
    "B": (100, 0),
    "D": (100, 100),
    "E": (200, 100),
    "C": (100, 200),
}
SQUARE: dict[str, Place] = {"A": (0, 0), "B": (0, 100), "C": (100, 100), "D": (100, 0)}

Drawing = Mapping[str, Place]


def contracted(nodes: Drawing, needed: str, *ways: str) -> Chains:
    car = streets("car", nodes, *ways)
    ids = [list(nodes).index(name) + 1 for name in needed]
    return contract(car, np.searchsorted(car.node_osm_id, ids).astype(np.int32))


def edges(
    needed: str, *ways: str, nodes: Mapping[str, Place] = MappingProxyType(TOWN)
) -> list[str]:
    """Return "AD 200" … of what is left; all nodes left must be those needed or junctions."""
    car = streets("car", nodes, *ways)
    chains = contracted(nodes, needed, *ways)
    names = np.array(list(nodes))[car.node_osm_id[chains.number >= 0] - 1]
    rows = zip(names[chains.source], names[chains.target], chains.metres.round(), strict=True)
    return sorted(f"{one}{two} {metres:.0f}" for one, two, metres in rows)


def test_bends_and_dead_ends_go_but_not_where_one_starts_or_ends() -> None:
    ways = "A B D E: highway=residential", "D C: highway=residential"
    assert edges("AE", *ways) == ["AD 200", "DA 200", "DE 100", "ED 100"]
    assert edges("", *ways) == []


def test_seconds_add_up_as_metres_do() -> None:
    ways = "A B: highway=residential", "B D: highway=secondary", "D C: highway=residential"
    chains = contracted(TOWN, "AC", *ways)
    assert chains.metres.round().tolist() == [300, 300]
    car = streets("car", TOWN, *ways)
    assert chains.seconds.tolist() == pytest.approx([float(car.edge_s.sum()) / 2] * 2)


def test_a_one_way_street_leads_one_way() -> None:
    ways = "A B D: highway=residential oneway=yes", "D C: highway=residential"
    assert edges("AC", *ways) == ["AC 300"]


def test_one_way_streets_that_meet_head_on_lead_nowhere() -> None:
    ways = "A B: highway=residential oneway=yes", "D B: highway=residential oneway=yes"
    assert edges("AD", *ways) == []


def test_a_ring_without_junctions_has_an_end() -> None:
    ring = "A B C D A: highway=residential"
    assert edges("", ring, nodes=SQUARE) == []
    assert edges("A", ring, nodes=SQUARE) == ["AA 400", "AA 400"]


def test_two_ways_between_the_same_nodes_both_stay() -> None:
    ring = "A B C D A: highway=residential"
    assert edges("AC", ring, nodes=SQUARE) == ["AC 200", "AC 200", "CA 200", "CA 200"]


@pytest.mark.parametrize("seed", range(6))
def test_drives_over_winding_roads_are_those_networkx_finds(seed: int) -> None:
    car = winding(seed)
    rng = np.random.default_rng(seed)
    points = snapped(car, *rng.uniform(0, 1000, (25, 2)).tolist(), within_m=2000)
    expected = drives_by_networkx(car, points)
    found = find_drive_s(car, points, points)
    assert np.isfinite(expected).sum() > 100
    assert found == pytest.approx(expected, rel=1e-5)
    assert len(contract(car, points.node_a).source) < len(car.edge_m) / 2


def winding(seed: int) -> StreetNetwork:
    """Return roads between a dozen junctions, each with many bends, some open one way."""
    rng = np.random.default_rng(seed)
    nodes: dict[str, Place] = {f"J{n}": tuple(rng.uniform(0, 1000, 2)) for n in range(12)}
    ways = []
    for road in range(24):
        one, two = rng.choice(12, 2, replace=False)
        bends = [f"R{road}B{n}" for n in range(int(rng.integers(3, 20)))]
        nodes |= {name: tuple(rng.uniform(0, 1000, 2)) for name in bends}
        oneway = " oneway=yes" if rng.random() < 0.3 else ""
        ways.append(f"J{one} {' '.join(bends)} J{two}: highway=residential{oneway}")
    return streets("car", nodes, *ways)
