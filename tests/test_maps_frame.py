"""The ground a map shows: the region, the centres people travel to, and arrows to those beyond."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
from example_picture import example_imprint, example_layers, example_table

from accessibility.frame import centres_beyond, frame_of, inside_region, point_xy
from accessibility.labels import Box, Label, away, place_labels
from accessibility.maps import build_figure
from accessibility.picture import Layers, MapPicture, build_picture

PLANNED = "mittelzentrum_journey_time_p50"


def picture_with(**centres: tuple[float, float]) -> MapPicture:
    """Return the map of the example, which lies between 12.58° and 12.92°, with these centres."""
    zentren = gpd.GeoDataFrame(
        {"name": list(centres), "level": "mittelzentrum"},
        geometry=gpd.points_from_xy(*np.array(list(centres.values())).T),
        crs="EPSG:4326",
    )
    return build_picture(
        example_table(), measure=PLANNED, day="schultag", layers=Layers(zentren=zentren),
        imprint=example_imprint(),
    )  # fmt: skip


def shown(picture: MapPicture, aspect: float) -> list[str]:
    assert picture.layers.zentren is not None
    frame = frame_of(picture, aspect=aspect)
    xy = point_xy(picture.layers.zentren, picture.imprint.crs)
    inside = (xy[:, 0] > frame.left) & (xy[:, 0] < frame.right)
    names: list[str] = picture.layers.zentren["name"][inside].tolist()
    return names


def test_what_the_sheet_leaves_at_the_sides_goes_to_the_next_centres() -> None:
    picture = picture_with(Osten=(13.05, 51.2), Westen=(12.3, 51.2))

    assert shown(picture, aspect=0.9) == []
    assert shown(picture, aspect=1.3) == ["Osten"]
    assert shown(picture, aspect=2.0) == ["Osten", "Westen"]


def test_a_centre_beyond_the_edge_is_named_there_beside_an_arrow() -> None:
    picture = picture_with(Süden=(12.75, 50.95), Fern=(12.75, 48.0))
    figure = build_figure(picture)
    words = {text.get_text(): text for axes in figure.axes for text in axes.texts}

    assert "Fern" not in words
    assert words["Süden"].get_position()[1] < 0.1  # at the lower edge of the map
    arrows = [
        one
        for one in figure.axes[1].collections
        if one.get_offset_transform() == figure.axes[1].transAxes
    ]
    assert len(arrows) == 1


def test_a_target_is_pointed_at_however_far_it_lies() -> None:
    picture = picture_with(Fern=(12.75, 48.0))
    frame = frame_of(picture)
    assert centres_beyond(picture, frame) == []

    aimed = replace(picture, places=picture.places.assign(target="Fern"))
    ((name, _),) = centres_beyond(aimed, frame)
    assert name == "Fern"


def test_what_lies_in_the_region_is_known_by_its_boundary_or_everything_is() -> None:
    bare = picture_with(Osten=(13.05, 51.2))
    bounded = replace(bare, layers=example_layers())
    xy = point_xy(bare.places, bare.imprint.crs)
    far = xy[:1] + np.array([90_000, 0])

    assert inside_region(bare, far).tolist() == [True]
    assert inside_region(bounded, far).tolist() == [False]
    assert inside_region(bounded, xy).all()


def test_of_places_equally_covered_the_one_that_hides_fewer_small_things_is_chosen() -> None:
    """A label of 40 × 10 over a whole dot of 4 × 4, or over the edge of a circle of 30 × 30."""
    boxes = np.array([[0.0, 0, 40, 10], [0, 20, 40, 30]])
    dot, circle = [10.0, 3, 14, 7], [38.0, 10, 68, 40]
    (chosen,) = place_labels(
        [Label(boxes, tolerance=1.0)], frame=Box(0, 0, 100, 100), hard=np.empty((0, 4)),
        soft=np.array([dot, circle]),
    )  # fmt: skip

    assert chosen == Box(0, 20, 40, 30)


@pytest.mark.parametrize(
    ("point", "metres"), [((5, 5), 0), ((14, 5), 4), ((5, -3), 3), ((13, 14), 5)]
)
def test_how_far_a_box_lies_from_a_point(point: tuple[float, float], metres: float) -> None:
    assert away(np.array([[0.0, 0, 10, 10]]), np.array([point], float)).tolist() == [[metres]]
