"""The region file: what it may say, and how it is told what is wrong."""

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from region_texts import REGION, read, refusal, with_inputs

from api.region import RegionError, read_region
from gtfs.routes import RAIL_TYPES, SbahnRule


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_inputs(tmp_path)


def changed(old: str, new: str) -> str:
    assert old in REGION
    return REGION.replace(old, new)


def test_paths_are_relative_to_the_region_file_and_one_file_is_a_list_of_one(folder: Path) -> None:
    region = read(folder)
    assert region.inputs.gtfs == (folder / "feed.zip",)
    assert region.inputs.osm == (folder / "sachsen.osm.pbf", folder / "thueringen.osm.pbf")


def test_days_keep_the_order_of_the_file_and_may_have_names_of_their_own(folder: Path) -> None:
    assert read(folder).days == {
        "schultag": date(2026, 3, 17),
        "samstag": date(2026, 3, 21),
        "sommersonntag": date(2026, 7, 12),
    }
    assert list(read(folder).days) == ["schultag", "samstag", "sommersonntag"]


def test_what_is_left_out_has_the_defaults_of_the_contract(folder: Path) -> None:
    region = read(folder)
    assert (region.moving.walk_speed_kmh, region.moving.snap_m) == (4.8, 500)
    assert region.sbahn_rule() == SbahnRule()
    assert (region.inputs.ortsteile, region.inputs.population) == (None, None)
    assert (region.inputs.drop_broken_trips, region.allow_thin_service) == (False, False)


def test_without_a_word_on_its_data_nobody_calls_them_official(folder: Path) -> None:
    assert read(folder, changed('data_status = "official"', "")).data_status == "model"


@pytest.mark.parametrize("place", ["top", "days"])
def test_thin_service_may_be_allowed_at_the_top_or_among_the_days(folder: Path, place: str) -> None:
    allow = "allow_thin_service = true"
    before = {"top": "[inputs]", "days": "schultag = 2026-03-17"}[place]
    region = read(folder, changed(before, f"{allow}\n    {before}"))
    assert region.allow_thin_service
    assert list(region.days) == ["schultag", "samstag", "sommersonntag"]


def test_moving_may_be_changed_key_by_key(folder: Path) -> None:
    region = read(folder, more="[moving]\nwalk_speed_kmh = 4\n")
    assert (region.moving.walk_speed_kmh, region.moving.max_rides) == (4, 6)


def test_without_the_table_an_sbahn_has_its_name_and_runs_on_rails(folder: Path) -> None:
    assert read(folder).sbahn_rule() == SbahnRule(short_name=r"^S\d+X?$", route_types=RAIL_TYPES)


def test_of_an_sbahn_all_that_is_given_must_match_and_nothing_else(folder: Path) -> None:
    name = read(folder, more='[sbahn]\nshort_name = "^S"').sbahn_rule()
    assert name == SbahnRule(short_name="^S", route_types=None, agency=None)
    tram = read(folder, more='[sbahn]\nshort_name = "^S"\nroute_type = 0').sbahn_rule()
    assert tram == SbahnRule(short_name="^S", route_types=(0,), agency=None)
    agency = read(folder, more='[sbahn]\nagency = "DB Regio"').sbahn_rule()
    assert agency == SbahnRule(short_name=None, route_types=None, agency="DB Regio")


def test_targets_list_tags_alone_or_together(folder: Path) -> None:
    region = read(
        folder,
        more="""
            [targets.arzt]
            amenity = ["doctors", "clinic"]
            healthcare = "doctor"
        """,
    )
    assert region.targets == {
        "arzt": {"amenity": ("doctors", "clinic"), "healthcare": ("doctor",)},
    }
    assert region.place_sources().targets == region.targets


def test_a_boundary_is_the_name_of_a_relation_unless_it_is_a_file(folder: Path) -> None:
    named = changed('zentren = "zentren.csv"', 'zentren = "zentren.csv"\nboundary = "Landkreis X"')
    assert read(folder, named).inputs.boundary == "Landkreis X"
    (folder / "kreis.gpkg").touch()
    filed = named.replace("Landkreis X", "kreis.gpkg")
    assert read(folder, filed).inputs.boundary == folder / "kreis.gpkg"


def test_people_may_come_from_the_buildings_of_osm(folder: Path) -> None:
    text = changed('zentren = "zentren.csv"', 'zentren = "zentren.csv"\npopulation = "buildings"')
    assert read(folder, text).place_sources().population == "buildings"


def test_all_missing_files_are_named_at_once_with_their_address(folder: Path) -> None:
    (folder / "feed.zip").unlink()
    (folder / "zentren.csv").unlink()
    message = refusal(
        folder,
        more="""
            [downloads.mdv]
            file = "feed.zip"
            url = "https://example.org/feed.zip"
            licence = "CC BY 4.0"
            attribution = "MDV"
        """,
    )
    assert f"[inputs] gtfs[0] = 'feed.zip': no such file: {folder / 'feed.zip'}" in message
    assert "download it from https://example.org/feed.zip" in message
    assert f"[inputs] zentren = 'zentren.csv': no such file: {folder / 'zentren.csv'}" in message


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('name = "Mul', 'nmae = "Mul', "unknown key 'nmae'; the nearest valid key is 'name'"),
        ("zentren =", "zentrum =", "[inputs] unknown key 'zentrum'; the nearest valid key is"),
        ('crs = "EPSG', 'gtfs = "x"\ncrs = "EPSG', "unknown key 'gtfs'; it belongs in [inputs]"),
        ('name = "Muldental"', "name = 7", "name = 7: input should be a valid string"),
        ("EPSG:25833", "EPSG:1", "crs = 'EPSG:1': is no known coordinate system"),
        ("EPSG:25833", "EPSG:4326", "crs = 'EPSG:4326': must be projected, in metres"),
        ("EPSG:25833", "EPSG:2263", "crs = 'EPSG:2263': must be projected, in metres"),
        ("EPSG:25833", "EPSG:3857", "crs = 'EPSG:3857': stretches lengths"),
        ('"official"', '"offiziell"', "data_status = 'offiziell': input should be 'official', 'd"),
        ("2026-03-17", '"morgen"', "[days] schultag = 'morgen': input should be a valid date"),
        ("2026-03-17", "5", "[days] schultag = 5: input should be a valid date"),
        ("2026-03-17", "2026-03-17T08:00:00", "input should be a valid date"),
        ("samstag", "Samstag", "[days] 'Samstag' is no name; write small letters"),
        ('"feed.zip"', "[]", "[inputs] gtfs is empty; it needs at least one entry"),
        ('"feed.zip"', '[""]', "[inputs] gtfs[0] = '': must be the path of a file"),
    ],
)
def test_a_wrong_line_is_named_with_its_table_key_and_value(
    folder: Path, old: str, new: str, complaint: str
) -> None:
    assert complaint in refusal(folder, changed(old, new))


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ("[moving]\nwalk_speed = 4", "[moving] unknown key 'walk_speed'; the nearest valid key is"),
        ("[moving]\nsnap_m = -1", "[moving] snap_m = -1: input should be greater than 0"),
        ('[moving]\nmax_rides = "6"', "[moving] max_rides = '6': input should be a valid integer"),
        ('[sbahn]\nshort_name = "^S("', "[sbahn] short_name = '^S(': is no regular expression"),
        ("[targets.arzt]", "[targets] arzt is empty; it needs at least one entry"),
        ("[dyas]", "unknown key 'dyas'; the nearest valid key is 'days'"),
    ],
)
def test_further_tables_are_checked_alike(folder: Path, more: str, complaint: str) -> None:
    assert complaint in refusal(folder, more=more)


def test_everything_wrong_is_said_at_once(folder: Path) -> None:
    message = refusal(folder, changed("EPSG:25833", "EPSG:4326").replace("feed.zip", "gone.zip"))
    assert "EPSG:4326" in message
    assert "gone.zip" in message


def test_a_box_runs_from_west_to_east(folder: Path) -> None:
    box = "bbox = [12.9, 50.9, 12.1, 51.5]"
    text = changed("[days]", f"{box}\n    [days]")
    assert "must be [west, south, east, north] in degrees" in refusal(folder, text)


def test_a_region_names_at_least_one_day(folder: Path) -> None:
    text = REGION[: REGION.index("[days]")]
    assert "days is missing" in refusal(folder, text)
    assert "days is empty" in refusal(folder, text, more="[days]")


def test_a_file_saved_by_a_windows_editor_is_read(folder: Path) -> None:
    path = folder / "region.toml"
    path.write_text("\ufeff" + dedent(REGION).replace("\n", "\r\n"), encoding="utf-8")
    assert read_region(path).name == "Muldental"


def test_what_is_no_toml_is_refused_with_the_line(folder: Path) -> None:
    assert "is not valid TOML" in refusal(folder, 'name = "Muldental')
    (folder / "region.toml").write_bytes(b'name = "M\xfcnchen"')
    with pytest.raises(RegionError, match="is not saved as UTF-8"):
        read_region(folder / "region.toml")
    with pytest.raises(RegionError, match="no such region file"):
        read_region(folder / "regoin.toml")
    with pytest.raises(RegionError, match="is a folder"):
        read_region(folder)


def test_osm_may_be_downloaded_for_a_box_and_for_nothing_else(folder: Path) -> None:
    files = 'osm = ["sachsen.osm.pbf", "thueringen.osm.pbf"]'
    box = "\n    bbox = [12.1, 51.0, 12.9, 51.4]"
    assert read(folder, changed(files, 'osm = "download"' + box)).inputs.osm == ()
    complaint = refusal(folder, changed(files, 'osm = "download"'))
    assert (
        '[inputs] osm = "download" needs bbox = [west, south, east, north], or files' in complaint
    )
