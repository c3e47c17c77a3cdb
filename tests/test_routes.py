"""Agencies and lines, and which of them are railway and S-Bahn."""

from pathlib import Path

import pytest
from feeds import read_feed, write_feed

from gtfs.read import read_timetable
from gtfs.routes import SbahnRule


def test_routes_without_agency_belong_to_the_only_one(tmp_path: Path) -> None:
    timetable = read_feed(
        tmp_path,
        {
            "agency.txt": "agency_name,agency_timezone\nRegionalbus,Europe/Berlin",
            "routes.txt": """
                route_id,route_long_name,route_type,route_color
                r60,Grimma - Colditz,700,#ffcc00
            """,
        },
    )

    assert timetable.agency_name.tolist() == ["Regionalbus"]
    assert timetable.route_agency.tolist() == [0]
    assert timetable.route_name.tolist() == ["Grimma - Colditz"]
    assert timetable.route_color.tolist() == ["FFCC00"]


LINES = """
    route_id,agency_id,route_short_name,route_type
    r60,rbl,60,3
    s3,db,S3,109
    s5x,db,S5X,2
    re6,db,RE6,106
    sbus,rbl,S1,3
    tram,rbl,3,0
"""
AGENCIES = """
    agency_id,agency_name,agency_timezone
    rbl,Regionalbus Leipzig,Europe/Berlin
    db,DB Regio AG,Europe/Berlin
"""


@pytest.mark.parametrize(
    ("rule", "sbahn"),
    [
        (SbahnRule(), ["s3", "s5x"]),
        (SbahnRule(agency="Abellio"), []),
        (SbahnRule(agency="^DB Regio"), ["s3", "s5x"]),
        (SbahnRule(agency="^db$", route_types=(109,)), ["s3"]),
        (SbahnRule(short_name=None, route_types=(106,)), ["re6"]),
        (SbahnRule(route_types=None), ["s3", "s5x", "sbus"]),
    ],
)
def test_sbahn_is_what_matches_all_that_the_rule_gives(
    tmp_path: Path, rule: SbahnRule, sbahn: list[str]
) -> None:
    folder = write_feed(tmp_path, {"routes.txt": LINES, "agency.txt": AGENCIES})
    timetable, _ = read_timetable([folder], sbahn=rule)

    assert timetable.route_id[timetable.route_sbahn].tolist() == sbahn
    assert timetable.route_id[timetable.route_rail].tolist() == ["s3", "s5x", "re6"]
