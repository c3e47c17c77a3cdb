"""Regions that come with the program: Landkreis Leipzig, the example file, the standards."""

import re
import tomllib
from pathlib import Path
from shutil import copytree

import pytest
from region_texts import read, refusal, with_inputs

from accessibility.findings_table import faults_of
from accessibility.profile_files import SHIPPED as SHIPPED_PROFILES
from accessibility.zentren import LEVELS, read_zentren
from api.region import RegionError, read_region
from mobility.parameters import Moving

GEOFABRIK = "https://download.geofabrik.de/europe/germany"
SHIPPED = Path(__file__).parents[1] / "api" / "regions" / "landkreis-leipzig"
DOWNLOADS = {
    "gtfs_mdv.zip": "https://www.mdv.de/site/uploads/gtfs_mdv.zip",
    "sachsen-latest.osm.pbf": f"{GEOFABRIK}/sachsen-latest.osm.pbf",
    "sachsen-anhalt-latest.osm.pbf": f"{GEOFABRIK}/sachsen-anhalt-latest.osm.pbf",
    "thueringen-latest.osm.pbf": f"{GEOFABRIK}/thueringen-latest.osm.pbf",
    "Zensus2022_Bevoelkerungszahl_100m-Gitter.csv": (
        "https://www.destatis.de/static/DE/zensus/gitterdaten/Zensus2022_Bevoelkerungszahl.zip"
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_inputs(tmp_path)


def test_landkreis_leipzig_says_where_each_missing_file_can_be_had() -> None:
    with pytest.raises(RegionError) as refused:
        read_region(SHIPPED / "region.toml")
    lines = str(refused.value).splitlines()[1:]
    assert len(lines) == 5
    for file, address in DOWNLOADS.items():
        assert f"no such file: {SHIPPED / file}; download it from {address}" in str(refused.value)


def test_landkreis_leipzig_is_a_region_once_its_files_are_there(tmp_path: Path) -> None:
    folder = Path(copytree(SHIPPED, tmp_path / "county"))
    for file in DOWNLOADS:
        (folder / file).touch()
    region = read_region(folder / "region.toml")
    assert list(region.days) == ["schultag", "ferientag", "samstag", "sonntag"]
    assert [day.strftime("%a") for day in region.days.values()] == ["Tue", "Tue", "Sat", "Sun"]
    assert region.inputs.boundary == "Landkreis Leipzig"
    assert {download.file for download in region.downloads.values()} == set(DOWNLOADS)


def test_landkreis_leipzig_is_administered_from_borna_and_held_against_all_standards(
    tmp_path: Path,
) -> None:
    folder = Path(copytree(SHIPPED, tmp_path / "county"))
    for file in DOWNLOADS:
        (folder / file).touch()
    region = read_region(folder / "region.toml")
    assert region.place_sources().kreisstadt == "mz-borna"
    assert region.standards.read().leading.key == "rin-2008"


def test_the_zentren_of_landkreis_leipzig_and_around_have_their_levels() -> None:
    zentren, findings = read_zentren(SHIPPED / "zentren.csv", crs="EPSG:25833")
    by_level = {level: set(zentren.name[zentren.level == level].tolist()) for level in LEVELS}
    assert by_level["oberzentrum"] == {"Leipzig", "Chemnitz"}
    assert by_level["mittelzentrum"] > {"Borna", "Grimma", "Markkleeberg", "Wurzen"}
    assert by_level["mittelzentrum"] > {"Delitzsch", "Döbeln", "Eilenburg", "Oschatz"}
    assert by_level["mittelzentrum"] > {"Schkeuditz", "Torgau", "Mittweida"}
    assert by_level["grundzentrum"] > {"Bad Lausick", "Colditz", "Frohburg", "Geithain"}
    assert set(zentren.verbund.tolist()) - {""} == {
        "Böhlen–Zwenkau",
        "Brandis–Borsdorf",
        "Groitzsch–Pegau",
        "Naunhof–Großpösna",
    }
    assert faults_of(findings) == []  # but for facts: where each level stands


def test_the_osm_box_of_landkreis_leipzig_holds_all_its_zentren() -> None:
    zentren, _ = read_zentren(SHIPPED / "zentren.csv", crs="EPSG:25833")
    text = (SHIPPED / "region.toml").read_text(encoding="utf-8")
    west, south, east, north = tomllib.loads(text)["inputs"]["bbox"]
    assert west < zentren.lon.min() < zentren.lon.max() < east
    assert south < zentren.lat.min() < zentren.lat.max() < north


def test_the_shipped_region_file_shows_every_parameter_of_moving_with_its_default() -> None:
    shipped = Path(__file__).parents[1] / "api" / "regions" / "landkreis-leipzig" / "region.toml"
    text = shipped.read_text(encoding="utf-8")
    shown = dict(re.findall(r"^# (\w+_(?:kmh|m|s|rides)|max_rides) = ([\d.]+)", text, re.MULTILINE))
    defaults = Moving.model_validate({}).model_dump()
    assert {name: float(value) for name, value in shown.items()} == defaults


# which standards hold


def test_without_a_word_all_shipped_standards_hold_and_rin_decides_on_the_targets(
    folder: Path,
) -> None:
    standards = read(folder).standards.read()
    assert {"rin-2008", "lep-sachsen-2013", "oerok"} <= set(standards.profiles)
    assert standards.leading.key == "rin-2008"


def test_a_region_names_its_standards_by_key_or_file_and_gives_values_of_its_own(
    folder: Path,
) -> None:
    shipped = (SHIPPED_PROFILES / "lep-sachsen-2013.toml").read_text(encoding="utf-8")
    (folder / "kreis.toml").write_text(shipped.replace('key = "lep-sachsen-2013"', 'key = "kreis"'))
    region = read(
        folder,
        more="""
            [standards]
            profiles = ["rin-2008", "kreis.toml"]
            leading = "kreis"
            [standards.values.kreis]
            limits.mittelzentrum.minutes = 40
        """,
    )
    standards = region.standards.read()
    assert list(standards.profiles) == ["rin-2008", "kreis"]
    assert standards.leading.limit_s["mittelzentrum"] == 40 * 60


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ('profiles = ["rin-2009"]', 'neither shipped (did you mean "rin-2008"?) nor a file .toml'),
        ('profiles = ["nvp.toml"]', "[standards] profiles[0] = 'nvp.toml': no such file"),
        ('leading = "rin"', "[standards] no profile of kind 'erreichbarkeit' has the key 'rin'"),
        ('profile = ["rin-2008"]', "[standards] unknown key 'profile'; the nearest valid key is"),
        ("values.rin-2008.verbund = 1", "verbund = 1: input should be 'ein' or 'alle'"),
        ("values.rin.verbund = 1", "[standards] values for no profile 'rin'"),
    ],
)
def test_a_wrong_standard_is_named_like_any_other_line(
    folder: Path, more: str, complaint: str
) -> None:
    assert complaint in refusal(folder, more=f"[standards]\n{more}\n")
