"""The county: its tables grown into roads, streets, stops and trips."""

from dataclasses import dataclass

from api.demo.facts import Landscape, Line, River, RoadCorridor, Run, Station, Track, read_facts
from api.demo.landscape import Nature, build_nature
from api.demo.lines import Ground, patterns_of
from api.demo.rails import Rail, build_rails
from api.demo.roads import Roads, build_roads
from api.demo.sites import Sites, build_sites
from api.demo.stops import build_stop_places
from api.demo.streets import Streets, build_streets
from api.demo.timetable import Trip, build_trips

COUNTY = "Landkreis Leipzig (Demo)"


@dataclass(frozen=True, eq=False)
class County:
    """Everything the files are written from."""

    sites: Sites
    rails: tuple[Rail, ...]
    nature: Nature
    roads: Roads
    streets: Streets
    trips: list[Trip]


def build_county() -> County:
    """Return the demo county; the same on every run."""
    rails = build_rails(read_facts(Track, "tracks"), read_facts(Station, "stations"))
    sites = build_sites(rails)
    nature = build_nature(read_facts(River, "rivers"), read_facts(Landscape, "landscape"))
    roads = build_roads(sites, nature, read_facts(RoadCorridor, "roads"))
    streets = build_streets(sites, roads, rails, nature)
    places = build_stop_places(sites, roads, streets, rails)
    ground = Ground(sites, roads, streets, rails, places)
    patterns = {line.name: patterns_of(line, ground) for line in read_facts(Line, "lines")}
    trips = build_trips(patterns, read_facts(Run, "runs"), sites)
    return County(sites, rails, nature, roads, streets, trips)
