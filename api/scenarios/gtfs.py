"""Scenario as GTFS: the timetable a scenario makes, for any other tool."""

from collections.abc import Sequence
from pathlib import Path

from accessibility.store import check_format
from accessibility.words import number
from api.manifest import SHORT_HASH, program_version
from api.scenarios.files import Source
from api.scenarios.ground import Made, ground_of, make
from api.service import Service
from gtfs.write import Publisher, Written, write_feed

NOWHERE = "https://example.org/"  # GTFS asks for an address; nobody is there (RFC 2606)


def write_scenario_gtfs(
    service: Service, chain: Sequence[Source], out: Path, *, url: str = NOWHERE
) -> Written:
    """Write the timetable with the scenarios, the lowest first, as one GTFS zip.

    All that cannot be made is raised in one ScenarioError, and nothing is written.
    """
    check_format(out, (".zip",))
    made = make(chain, ground_of(service))
    made.refuse_misfits()
    return write_feed(made.last.timetable, out, publisher_of(service, made, url))


def publisher_of(service: Service, made: Made, url: str) -> Publisher:
    """Return who answers for the feed: region, scenario, and the standing of the data."""
    status = service.standing(())
    name = f"{service.manifest['name']}, Szenario „{made.name}“"
    gtfs = " ".join(one["sha256"][:SHORT_HASH] for one in service.manifest["inputs"]["gtfs"])
    version = f"Programm {program_version()}, GTFS {gtfs}, Szenario {made.hash[:SHORT_HASH]}"
    return Publisher(f"{name}. {status}" if status else name, url, version)


def written_text(written: Written, out: Path) -> str:
    """Return what was written, and what could not be."""
    rows = [f"  {name:20}{number(count):>12}" for name, count in written.rows.items()]
    told = [f"{out}", *rows]
    if written.renamed_trips:
        told.append(
            f"{number(written.renamed_trips)} Fahrten haben eine neue trip_id: im Netz haben "
            "mehrere dieselbe (Takt aus frequencies.txt, nach Tagen geteilt)."
        )
    if written.rules_left_out:
        told.append(
            f"{number(written.rules_left_out)} Regeln von transfers.txt entfallen: ihre Fahrt gibt "
            "es nicht mehr, oder eine andere sagt dasselbe."
        )
    return "\n".join(told)
