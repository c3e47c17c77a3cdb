"""A GeoPackage of an export has its colours beside it, where QGIS looks for them."""

from pathlib import Path
from xml.etree import ElementTree as ET

from commands import mobility


def test_an_exported_geopackage_has_a_style_with_a_day_to_switch_on_each(
    valley: Path, tmp_path: Path
) -> None:
    out = tmp_path / "tal.gpkg"
    said = mobility("export", valley / "res", "-o", out)
    assert (said.code, said.err) == (0, "")
    assert said.out.split() == [str(out), str(tmp_path / "tal.qml")]
    rules = ET.parse(tmp_path / "tal.qml").findall("renderer-v2/rules/rule")  # noqa: S314
    assert [(one.get("filter"), one.get("checkstate")) for one in rules] == [
        ("\"day\" = 'schultag'", None),
        ("\"day\" = 'samstag'", "0"),
    ]
    assert str(rules[0].get("label")).endswith("zum Mittelzentrum, Schultag")


def test_other_formats_have_none(valley: Path, tmp_path: Path) -> None:
    assert mobility("export", valley / "res", "-o", tmp_path / "tal.geojson").code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["tal.geojson"]
