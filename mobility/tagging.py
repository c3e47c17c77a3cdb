"""Who may use a way, after German tagging practice: pure functions on the tag columns of ways.

Sources: the access defaults for Germany in the OSM wiki (OSM tags for routing/Access
restrictions), StVO signs 239-242, 250-260, 325, 331.1. A key nearer to the user wins:
``foot`` over ``access``; ``bicycle`` over ``vehicle`` over ``access``; ``motorcar`` over
``motor_vehicle`` over ``vehicle`` over ``access``. Times of day in brackets are not read.
"""

from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtfs.timetable import Bools, Bytes

HIGHWAY_CLASSES = (
    *("motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link"),
    *("secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified", "residential"),
    *("living_street", "service", "road", "track", "pedestrian", "footway", "path", "cycleway"),
    *("bridleway", "steps", "corridor", "platform"),
)
MOTORWAYS = ("motorway", "motorway_link")
TRUNKS = ("trunk", "trunk_link")
ROADS = HIGHWAY_CLASSES[4:15]  # primary … road: open to everybody unless a sign says no

PATHS = ("footway", "path", "steps", "pedestrian", "cycleway", "track")

YES = ("yes", "designated", "permissive", "destination", "customers", "official")
PRIVATE = ("private", "permit", "residents", "employees", "military")
NO = ("no", *PRIVATE)
SIDES = ("both", "left", "right", "yes", "separate")


def roads_only(tags: pd.DataFrame) -> bool:
    """Return whether the ways are an extract of roads, without a single path of their own.

    There ``foot=no`` and ``bicycle=no`` on a road point to a path beside it that is not in the
    file: bridges would be cut though people cross them. Such extracts let them use the road.
    """
    return not _among(tags["highway"], PATHS).any()


def walkable(tags: pd.DataFrame, *, on_roads: bool = False) -> Bools:
    """Return ``[way]`` whether one may walk along it, in either direction.

    Roads without a pavement are walked on: between villages there is nothing else (§ 25 StVO).
    Cycleways, bridleways and trunk roads need a word that people walk there.
    ``foot=use_sidepath`` stays: the path beside is as long, and often not in the file.
    ``on_roads``: the ways are ``roads_only``.
    """
    highway = _classes(tags)
    invited = says(tags["foot"], YES)
    pavement = _any(says(tags[key], SIDES) for key in _keys(tags, "sidewalk"))
    everyone = _among(highway, (*ROADS, *HIGHWAY_CLASSES[15:19], "steps", "corridor", "platform"))
    told = _among(highway, (*TRUNKS, "cycleway", "bridleway")) & (invited | pavement | on_roads)
    shared = _among(highway, ("cycleway",)) & (tags["segregated"] != "").to_numpy()
    closed = says(tags["access"], NO) & ~invited
    forbidden = says(tags["foot"], PRIVATE if on_roads else NO)
    forbidden |= says(tags["motorroad"], ("yes",))
    return (everyone | told | shared) & ~closed & ~forbidden


def cyclable(tags: pd.DataFrame, *, on_roads: bool = False) -> tuple[Bools, Bools]:
    """Return ``[way]`` whether one may cycle along it, and against the order of its nodes.

    ``bicycle=dismount`` counts (pushing, at walking speed); ``use_sidepath`` does not: the path
    beside is compulsory. A path signed for walkers alone (sign 239) is none for cyclists.
    ``on_roads``: the ways are ``roads_only``.
    """
    highway = _classes(tags)
    invited = says(tags["bicycle"], (*YES, "dismount", "opposite"))
    refused = says(tags["bicycle"], PRIVATE if on_roads else (*NO, "use_sidepath"))
    beside = _any(says(tags[key], ("lane", "track")) for key in _keys(tags, "cycleway"))
    walkers_only = _among(highway, ("path",)) & says(tags["foot"], ("designated",))
    everyone = _among(highway, (*ROADS, "track", "path", "cycleway")) & ~walkers_only
    everyone |= _among(highway, TRUNKS) & (beside | on_roads)
    told = _among(highway, (*TRUNKS, "footway", "pedestrian", "path", "bridleway")) & invited
    general = _nearest_word(tags, ("vehicle", "access"))
    open_to_all = (general == "").to_numpy() | says(general, YES)
    allowed = (everyone & (open_to_all | invited)) | told
    allowed &= ~refused & ~says(tags["motorroad"], ("yes",))
    along, against = _bicycle_directions(tags)
    return allowed & along, allowed & against


def drivable(tags: pd.DataFrame) -> tuple[Bools, Bools]:
    """Return ``[way]`` whether a car may drive along it, and against the order of its nodes.

    "Anlieger frei" (destination) is open: who drives to a centre has business there.
    """
    highway = _classes(tags)
    everyone = _among(highway, (*MOTORWAYS, *TRUNKS, *ROADS))
    everyone &= ~says(tags["service"], ("emergency_access",))
    told = _among(highway, ("track", "pedestrian"))
    told &= says(_nearest_word(tags, ("motorcar", "motor_vehicle")), YES)
    word = _nearest_word(tags, ("motorcar", "motor_vehicle", "vehicle", "access"))
    allowed = (everyone | told) & ((word == "").to_numpy() | says(word, YES))
    along, against = _directions(tags["oneway"], implied=_implied_oneway(tags))
    return allowed & along, allowed & against


def highway_class(tags: pd.DataFrame) -> Bytes:
    """Return ``[way]`` the index into ``HIGHWAY_CLASSES``, ``NONE`` for all other ways."""
    return pd.Index(HIGHWAY_CLASSES).get_indexer(pd.Index(_classes(tags))).astype(np.int8)


def _classes(tags: pd.DataFrame) -> pd.Series:
    """Return the value of highway; a platform is one under whatever key."""
    platform = (tags["railway"] == "platform") | (tags["public_transport"] == "platform")
    return tags["highway"].mask(platform & (tags["highway"] == ""), "platform")


def _keys(tags: pd.DataFrame, key: str) -> list[str]:
    return [column for column in tags.columns if column == key or column.startswith(f"{key}:")]


def says(values: pd.Series, words: Collection[str]) -> Bools:
    """Return whether any of the words, parted by ";", is among those given."""
    found = [value for value in values.unique() if _parts(value) & set(words)]
    return np.array(values.isin(found), np.bool_)  # a copy: pandas hands out read-only ones


def _parts(value: str) -> set[str]:
    return {part.strip() for part in value.split(";")}


def _among(classes: pd.Series, names: Collection[str]) -> Bools:
    return np.array(classes.isin(list(names)), np.bool_)


def _any(masks: Iterable[Bools]) -> Bools:
    return np.asarray(np.logical_or.reduce(list(masks)), np.bool_)


def _nearest_word(tags: pd.DataFrame, keys: tuple[str, ...]) -> pd.Series:
    """Return the value of the first of the keys that a way has."""
    word = tags[keys[0]]
    for key in keys[1:]:
        word = word.where(word != "", tags[key])
    return word


def _implied_oneway(tags: pd.DataFrame) -> Bools:
    return says(tags["junction"], ("roundabout", "circular")) | _among(tags["highway"], MOTORWAYS)


def _directions(oneway: pd.Series, *, implied: Bools) -> tuple[Bools, Bools]:
    """Return (open along, open against) the order of the nodes."""
    backwards = says(oneway, ("-1", "reverse"))
    forwards = says(oneway, ("yes", "true", "1"))
    forwards |= implied & ~backwards & ~says(oneway, ("no", "false", "0"))
    return ~backwards, ~forwards


def _bicycle_directions(tags: pd.DataFrame) -> tuple[Bools, Bools]:
    """Return the same for cyclists, whom many one-way streets let through both ways."""
    along, against = _directions(tags["oneway"], implied=_implied_oneway(tags))
    opposite = ("opposite", "opposite_lane", "opposite_track", "opposite_share_busway")
    lifted = _any(says(tags[key], opposite) for key in _keys(tags, "cycleway"))
    lifted |= says(tags["bicycle"], ("opposite",)) | says(tags["oneway:bicycle"], ("opposite",))
    own = tags["oneway:bicycle"]
    no_implied: NDArray[np.bool_] = np.zeros(len(tags), np.bool_)
    own_along, own_against = _directions(own, implied=no_implied)
    has_own = (own != "").to_numpy() & ~says(own, ("opposite",))
    return (
        np.where(has_own, own_along, along | lifted),
        np.where(has_own, own_against, against | lifted),
    )
