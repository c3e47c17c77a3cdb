"""What a school is, by its tags in OpenStreetMap."""

import pytest

from accessibility.profile_files import shipped_profile
from accessibility.schools_kinds import SchoolKinds, with_school_kind

KINDS = shipped_profile(SchoolKinds, "schularten")


def kinds(**tags: str) -> tuple[str, ...]:
    written = {key.replace("_", ":"): value for key, value in tags.items()}
    return KINDS.of({"amenity": "school", **written})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Grundschule Nerchau", ("grundschule",)),
        ("Evangelische Grundschule Großbardau", ("grundschule",)),
        ("GRUNDSCHULE AN DER MULDE", ("grundschule",)),
        ("Grund- und Oberschule Pegau", ("grundschule", "oberschule")),
        ("Dinterschule, ehem. Mittelschule", ("oberschule",)),
        ("Gymnasium „Am Breiten Teich“", ("gymnasium",)),
        ("Magnus-Gottfried-Lichtwer-Gymnasium", ("gymnasium",)),
        ("Schule zur Lernförderung „Pestalozzi“", ("foerderschule",)),
        ("Robinienhofschule, Schule für geistig Behinderte", ("foerderschule",)),
        ("Berufliches Schulzentrum Leipziger Land", ("berufsschule",)),
        ("Musikschule „Ottmar Gerster“", ()),
        ("Schule am Burgberg", ()),
    ],
)
def test_the_name_says_the_kind_where_nothing_else_does(
    name: str, expected: tuple[str, ...]
) -> None:
    assert kinds(name=name) == expected


def test_the_type_that_is_tagged_is_believed_more_than_the_name() -> None:
    assert kinds(school_de="Oberschule", name="Grundschule Alt") == ("oberschule",)
    assert kinds(school_type="Grundschule; Oberschule") == ("grundschule", "oberschule")


def test_the_isced_level_decides_last() -> None:
    assert kinds(isced_level="1") == ("grundschule",)
    assert kinds(isced_level="2") == ("oberschule",)
    assert kinds(isced_level="2;3") == kinds(isced_level="2-3") == ("gymnasium",)
    assert kinds(isced_level="1", name="Gymnasium") == ("gymnasium",)
    assert kinds(isced_level="1-2", school_de="Förderschule") == ("foerderschule",)
    assert kinds(isced_level="") == ()


def test_only_a_school_has_a_kind() -> None:
    assert KINDS.of({"amenity": "kindergarten", "name": "Hort der Grundschule"}) == ()
    assert KINDS.of({"amenity": "college", "isced:level": "3"}) == ("berufsschule",)
    assert KINDS.of({"landuse": "education", "name": "Gymnasium"}) == ()


def test_the_kinds_stand_among_the_tags_for_the_tables_of_targets() -> None:
    tags = {"amenity": "school", "name": "Grund- und Oberschule"}
    assert with_school_kind(tags, KINDS) == {**tags, "schulart": "grundschule;oberschule"}
    assert with_school_kind({"shop": "bakery"}, KINDS) == {"shop": "bakery"}
