"""QGIS project: the layers of a server in groups, with the colours of the maps."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from pyproj import CRS

from api.gis.ogc_layers import Box
from api.gis.qgis_styles import VERSION, Style, add_style, as_bytes

PROVIDER = "OAPIF"
PAGE = 1000  # features of a request
WGS84, CRS84 = "EPSG:4326", "OGC:CRS84"


@dataclass(frozen=True)
class Shown:
    """A layer of the project: a collection with one style, or several to choose from."""

    id: str  # within the project; QGIS takes none of less than ten letters
    title: str
    collection: str
    styles: Sequence[Style]  # the first is shown
    visible: bool = False


@dataclass(frozen=True)
class Group:
    """Layers that belong together."""

    title: str
    layers: Sequence[Shown]
    open: bool = True


@dataclass(frozen=True)
class Project:
    """What a project shows; the first group lies on top."""

    title: str
    status: str  # written over the map, "" for nothing
    address: str  # of the landing page of OGC API – Features
    crs: str  # EPSG:…
    box: Box  # what is seen first, in that CRS
    groups: Sequence[Group] = ()
    authcfg: str | None = None  # of the login, in the QGIS of whoever opens it

    def source_of(self, collection: str) -> str:
        """Return how QGIS finds a collection."""
        login = f"authcfg={self.authcfg} " if self.authcfg else ""
        return (
            f"{login}pagingEnabled='true' pageSize='{PAGE}' srsname='{CRS84}' "
            f"typename='{collection}' url='{self.address}' version='OGC_API_FEATURES'"
        )


def as_qgs(project: Project) -> bytes:
    """Return the project as a file of QGIS."""
    root = Element("qgis", {"version": VERSION, "projectname": project.title})
    SubElement(root, "title").text = project.title
    _add_crs(SubElement(root, "projectCrs"), project.crs)
    tree = SubElement(root, "layer-tree-group")
    for group in project.groups:
        _add_group(tree, group, project)
    _add_canvas(root, project)
    layers = SubElement(root, "projectlayers")
    for group in project.groups:
        for layer in group.layers:
            _add_layer(layers, layer, project)
    properties = SubElement(root, "properties")
    known = SubElement(SubElement(properties, "SpatialRefSys"), "ProjectionsEnabled")
    known.text, known.attrib["type"] = "1", "int"  # without it the CRS of the project is not read
    if project.status:
        _add_status(properties, project.status)
    return as_bytes(root, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>")


def _add_group(tree: Element, group: Group, project: Project) -> None:
    shown = any(layer.visible for layer in group.layers)
    said = {"name": group.title, "checked": "Qt::Checked", "expanded": str(int(group.open))}
    made = SubElement(tree, "layer-tree-group", said)
    for layer in group.layers:
        SubElement(
            made, "layer-tree-layer",
            {
                "id": layer.id, "name": layer.title, "providerKey": PROVIDER,
                "source": project.source_of(layer.collection),
                "checked": "Qt::Checked" if layer.visible else "Qt::Unchecked",
                "expanded": str(int(layer.visible and shown)),
            },
        )  # fmt: skip


def _add_layer(layers: Element, layer: Shown, project: Project) -> None:
    shape = layer.styles[0].shape
    said = {"type": "vector", "geometry": shape, "hasScaleBasedVisibilityFlag": "0"}
    if layer.styles[0].labelled:
        said["labelsEnabled"] = "1"
    made = SubElement(layers, "maplayer", said)
    SubElement(made, "id").text = layer.id
    SubElement(made, "datasource").text = project.source_of(layer.collection)
    SubElement(made, "layername").text = layer.title
    _add_crs(SubElement(made, "srs"), WGS84)
    SubElement(made, "provider", {"encoding": ""}).text = PROVIDER
    if len(layer.styles) > 1:
        _add_choice(made, layer.styles)
    add_style(made, layer.styles[0])


def _add_choice(layer: Element, styles: Sequence[Style]) -> None:
    """Let people choose another style with a right click on the layer."""
    manager = SubElement(layer, "map-layer-style-manager", {"current": styles[0].title})
    for number, style in enumerate(styles):
        one = SubElement(manager, "map-layer-style", {"name": style.title})
        if number == 0:
            continue  # the layer itself says it
        root = Element("qgis", {"version": VERSION, "styleCategories": "Symbology"})
        add_style(root, style)
        one.text = tostring(root, encoding="unicode")


def _add_crs(parent: Element, code: str) -> None:
    """Put a CRS in: QGIS reads the definition, not the code alone."""
    crs = SubElement(parent, "spatialrefsys", {"nativeFormat": "Wkt"})
    SubElement(crs, "wkt").text = CRS.from_user_input(code).to_wkt()
    SubElement(crs, "authid").text = code


def _add_canvas(root: Element, project: Project) -> None:
    canvas = SubElement(root, "mapcanvas", {"name": "theMapCanvas"})
    SubElement(canvas, "units").text = "meters"
    extent = SubElement(canvas, "extent")
    for name, value in zip(("xmin", "ymin", "xmax", "ymax"), project.box, strict=True):
        SubElement(extent, name).text = f"{value:.1f}"
    _add_crs(SubElement(canvas, "destinationsrs"), project.crs)


def _add_status(properties: Element, status: str) -> None:
    """Write the standing of the data over the map."""
    title = SubElement(properties, "TitleLabel")
    SubElement(title, "Enabled", {"type": "bool"}).text = "true"
    SubElement(title, "Label", {"type": "QString"}).text = status
    SubElement(title, "Placement", {"type": "int"}).text = "0"
