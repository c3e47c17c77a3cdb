"""The county: its tables grown into roads, streets, stops and trips."""

from dataclasses import dataclass

from api.demo.facts import Line, Run, Window, read_facts
from api.demo.land_facts import Landscape, River, RoadCorridor, Station, Track
from api.demo.landscape import Nature, build_nature
from api.demo.lines import Ground, patterns_of
from api.demo.rails import Rail, build_rails
from api.demo.roads import Roads, build_roads
from api.demo.sites import Sites, build_sites
from api.demo.stops import Pole, build_stop_places
from api.demo.street_names import StreetNames, build_street_names
from api.demo.streets import Streets, build_streets
from api.demo.timetable import Trip, build_trips, patterns_used
from api.demo.zones import Zone, build_zones

COUNTY = "Landkreis Leipzig (Demo)"


@dataclass(frozen=True, eq=False)
class County:
    """Everything the files are written from."""

    sites: Sites
    rails: tuple[Rail, ...]
    nature: Nature
    roads: Roads
    streets: Streets
    names: StreetNames
    trips: list[Trip]
    zones: tuple[Zone, ...]

    @property
    def poles(self) -> list[Pole]:
        """Return every pole a trip calls at, each once."""
        patterns = patterns_used(self.trips)
        return list(dict.fromkeys(pole for pattern in patterns for pole in pattern.poles))


def build_county() -> County:
    """Return the demo county; the same on every run."""
    rails = build_rails(read_facts(Track, "tracks"), read_facts(Station, "stations"))
    sites = build_sites(rails)
    nature = build_nature(read_facts(River, "rivers"), read_facts(Landscape, "landscape"))
    roads = build_roads(sites, nature, read_facts(RoadCorridor, "roads"))
    streets = build_streets(sites, roads, rails, nature)
    names = build_street_names(sites, streets)
    places = build_stop_places(sites, roads, streets, rails, names)
    ground = Ground(sites, roads, streets, rails, places)
    patterns = {line.name: patterns_of(line, ground) for line in read_facts(Line, "lines")}
    trips = build_trips(patterns, read_facts(Run, "runs"), sites)
    zones = build_zones(read_facts(Window, "zones"), trips, sites)
    return County(sites, rails, nature, roads, streets, names, trips, zones)
