"""The QGIS project and styles: classes and colours of the maps, layers of this server."""

import math
from xml.etree.ElementTree import Element, fromstring

import numpy as np
import pytest
from fastapi.testclient import TestClient
from http_client import fields, refused

from accessibility.classes import class_of
from accessibility.figures import MEASURES, measure_of
from accessibility.style import PRODUCTS
from accessibility.words import TARGETS
from api.gis.qgis_project import Group, Project, Shown, as_qgs
from api.gis.qgis_styles import Style, as_qml, layer_styles, measure_style, style_named, style_names
from api.gis.qgis_symbols import rgba

DEMO = "DEMO – alles erfunden"


def parsed(text: bytes | str) -> Element:
    return fromstring(text)  # noqa: S314 - what we wrote ourselves


def class_in_qgis(style: Style, column: str, value: float, walk_share: float) -> str:
    """Return the class whose rule a row follows, its expression read as QGIS reads it."""
    target = column.partition("_")[0]
    known = {f"{target}_walk_share": walk_share, column: None if np.isnan(value) else value}
    for rule in style.rules:
        if rule.filter == "ELSE" or _holds(rule.filter, known):
            return rule.label
    return ""


def _holds(expression: str, known: dict[str, float | None]) -> bool:
    """Evaluate ``"a" > 1 AND NOT (coalesce("b", 0) >= 0.5)``; nothing compares with null."""
    text = expression.replace("NOT", "not").replace(" AND ", " and ").replace("coalesce", "first")
    for name, value in known.items():
        text = text.replace(f'"{name}"', "nan" if value is None else repr(float(value)))
    words = {"nan": math.nan, "first": lambda one, other: other if math.isnan(one) else one}
    return bool(eval(text, {"__builtins__": {}}, words))  # noqa: S307 - what we wrote ourselves


@pytest.mark.parametrize("column", [f"sbahn_{name}" for name in MEASURES])
def test_a_row_has_the_class_it_has_on_the_map(column: str) -> None:
    _, measure = measure_of(column)
    style = measure_style(column, 10_000)
    edges = [limit + step for limit in measure.scale.limits for step in (-0.01, 0, 0.01)]
    for value in (*edges, 0.0, 90_000.0, float("nan")):
        for walk_share in (0.0, 0.49, 0.5, 1.0):
            share = walk_share if measure.walkers_apart else 0.0
            (index,) = class_of(measure.scale, np.array([value]), np.array([share]))
            expected = measure.scale.classes[index].label
            assert class_in_qgis(style, column, value, walk_share) == expected, (value, walk_share)


def test_classes_have_the_colours_of_the_map() -> None:
    _, measure = measure_of("mittelzentrum_journeys")
    renderer = parsed(as_qml(measure_style("mittelzentrum_journeys", 10_000)))
    colours = [
        str(symbol.find("layer/Option/Option[@name='color']").get("value"))  # type: ignore[union-attr]
        for symbol in renderer.iter("symbol")
    ]
    assert colours == [rgba(band.color) for band in measure.scale.classes]


def test_lines_have_the_colours_of_their_products_and_trains_lie_on_top() -> None:
    style = layer_styles()["lines"]
    drawn = {rule.label: rule.parts[0] for rule in style.rules}
    for product, stroke in PRODUCTS.items():
        assert drawn[product].properties["line_color"] == rgba(stroke.color)
    assert drawn["S-Bahn"].order > drawn["PlusBus"].order > drawn["Bus"].order


def test_a_circle_s_area_tells_the_people() -> None:
    size = measure_style("sbahn_journeys", 10_000).rules[1].parts[0].computed["size"]
    assert size == 'max(34.0*sqrt(coalesce("population", 0)/10000), 4.2)'


def test_every_style_is_a_file_of_qgis(ask: TestClient) -> None:
    for name in style_names():
        answer = ask.get(f"/api/v1/qgis/{name}.qml")
        assert answer.status_code == 200, name
        assert answer.content == as_qml(style_named(name, 900))
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}.qml"'
        assert parsed(answer.content).find("renderer-v2") is not None


def test_a_style_nobody_knows_is_refused(ask: TestClient) -> None:
    problem = refused(ask.get("/api/v1/qgis/colours.qml"), 404)
    assert fields(problem) == {"path.style": "colours"}


@pytest.fixture(scope="module")
def project(ask: TestClient) -> Element:
    return parsed(ask.get("/api/v1/qgis/projekt.qgs").content)


def test_the_project_shows_what_the_server_has(ask: TestClient, project: Element) -> None:
    offered = [one["id"] for one in ask.get("/ogc/collections").json()["collections"]]
    known = {one for one in offered if not one.startswith("result_")}
    sources = [str(layer.findtext("datasource")) for layer in project.iter("maplayer")]
    shown = {source.partition("typename='")[2].partition("'")[0] for source in sources}
    assert shown == known
    assert all("url='http://127.0.0.1/ogc'" in source for source in sources)
    assert {layer.findtext("provider") for layer in project.iter("maplayer")} == {"OAPIF"}


def test_its_groups_have_german_names(project: Element) -> None:
    groups = [group.get("name") for group in project.findall("layer-tree-group/layer-tree-group")]
    assert groups == [
        "Orte und Haltestellen",
        "Erreichbarkeit – Schultag, Soll-Fahrplan vom 14.05.2024",
        "Erreichbarkeit – Samstag, Soll-Fahrplan vom 18.05.2024",
        "Linien und Grenzen",
    ]


def test_only_classes_with_a_target_have_a_layer(project: Element) -> None:
    """The valley has no Oberzentrum, no S-Bahn, no Kreisstadt and no Hauptort."""
    names = [layer.findtext("layername") for layer in project.iter("maplayer")]
    assert names[3:6] == ["Weg zum Mittelzentrum", "Weg zum Grundzentrum", "Weg zur Bahn"]


def test_a_class_has_all_measures_as_styles(project: Element) -> None:
    (layer,) = [
        one for one in project.iter("maplayer") if one.findtext("id") == "ebene_schultag_bahn"
    ]
    manager = layer.find("map-layer-style-manager")
    assert manager is not None
    assert manager.get("current") == "Reisezeit bei geplanter Abfahrt zur Bahn"
    assert [style.get("name") for style in manager] == [
        measure.titled("bahn") for measure in MEASURES.values()
    ]
    for style in manager[1:]:
        assert parsed(str(style.text)).find("renderer-v2") is not None


def test_an_id_is_long_enough_for_qgis(project: Element) -> None:
    ids = [str(one.findtext("id")) for one in project.iter("maplayer")]
    assert len(set(ids)) == len(ids)
    assert min(map(len, ids)) >= 10


def test_the_standing_of_the_data_stands_in_the_title_and_over_the_map() -> None:
    shown = Shown("ebene_zentren", "Zentren", "zentren", [layer_styles()["zentren"]])
    project = parsed(
        as_qgs(
            Project(
                f"Tal – {DEMO}", DEMO, "http://127.0.0.1/ogc", "EPSG:25833", (0, 0, 1, 1),
                [Group("Orte", [shown])],
            )
        )
    )  # fmt: skip
    assert project.findtext("title") == f"Tal – {DEMO}"
    assert project.findtext("properties/TitleLabel/Label") == DEMO


def test_a_login_of_qgis_is_named_in_every_source(ask: TestClient) -> None:
    project = parsed(ask.get("/api/v1/qgis/projekt.qgs?authcfg=kreis01").content)
    sources = [str(layer.findtext("datasource")) for layer in project.iter("maplayer")]
    assert all(source.startswith("authcfg=kreis01 ") for source in sources)
    problem = refused(ask.get("/api/v1/qgis/projekt.qgs?authcfg=x' url='y"), 422)
    assert list(fields(problem)) == ["query.authcfg"]


def test_official_data_need_no_word(project: Element) -> None:
    assert project.findtext("title") == "Tal"
    assert project.find("properties/TitleLabel") is None


def test_every_target_class_has_styles() -> None:
    assert set(style_names()) >= {f"{target}_journeys" for target in TARGETS}
