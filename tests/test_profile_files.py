"""Profile files: what ships, what a county may write, and how it is told what is wrong."""

import json
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from accessibility.profile_files import (
    SHIPPED,
    ProfileError,
    choose_standards,
    read_profile,
    shipped_files,
    shipped_profile,
    standards_json,
    standards_of,
)
from accessibility.standards import Profile, Zentrum
from accessibility.variants import Sensitivity

TUESDAY, SATURDAY = date(2026, 4, 21), date(2026, 4, 25)
RIN = shipped_profile(Profile, "rin-2008")
LEP = shipped_profile(Profile, "lep-sachsen-2013")


def minutes(seconds: dict[str, int]) -> dict[str, int]:
    return {kind: value // 60 for kind, value in seconds.items()}


def written(folder: Path, *changes: tuple[str, str], file: str = "own.toml") -> Path:
    """Return a file of the county: RIN 2008 with some of its text changed."""
    text = (SHIPPED / "rin-2008.toml").read_text(encoding="utf-8")
    for old, new in (('key = "rin-2008"', 'key = "own"'), *changes):
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / file
    path.write_text(text, encoding="utf-8")
    return path


# --- what ships ----------------------------------------------------------------------------------


def test_rin_asks_for_thirty_forty_five_and_ninety_minutes_and_by_car_for_less() -> None:
    assert [RIN.limits[level].minutes for level in get_args(Zentrum)] == [30, 45, 90]
    assert [RIN.car_limits[level].minutes for level in get_args(Zentrum)] == [20, 30, 60]


def test_the_lep_asks_for_forty_five_and_ninety_minutes_and_for_nothing_else() -> None:
    assert minutes(dict(LEP.limit_s)) == {"mittelzentrum": 45, "oberzentrum": 90}
    assert LEP.car_limits == {}


def test_what_no_source_says_is_an_assumption_and_what_it_says_is_none() -> None:
    assert {kind for kind, limit in RIN.limits.items() if not limit.assumed} == {
        "grundzentrum",
        "mittelzentrum",
        "oberzentrum",
    }
    assert not any(limit.assumed for limit in (*RIN.car_limits.values(), *LEP.limits.values()))
    assert all(parking.assumed for parking in RIN.parking.values())
    assert RIN.service.assumed
    assert RIN.people.assumed


def test_service_is_asked_from_six_to_twenty_and_from_eight_on_weekends() -> None:
    assert RIN.window("schultag", TUESDAY)[:2] == (6 * 3600, 20 * 3600)
    assert RIN.window("samstag", SATURDAY)[:2] == (8 * 3600, 20 * 3600)
    assert RIN.window("sommertag", SATURDAY)[:2] == (8 * 3600, 20 * 3600)  # by the date
    assert RIN.window("sonntag", TUESDAY)[:2] == (8 * 3600, 20 * 3600)  # a holiday, by its name
    assert RIN.slot_s == 2 * 3600


def test_stays_arrivals_and_the_evening_are_data_too() -> None:
    assert RIN.stays_s == (2 * 3600, 4 * 3600, 8 * 3600)
    assert RIN.before_s == (7 * 3600 + 1800, 8 * 3600)
    assert RIN.evening_s == 19 * 3600
    assert RIN.verbund == "ein"


@pytest.mark.parametrize("path", shipped_files().values(), ids=lambda path: path.stem)
def test_every_file_that_ships_is_named_by_its_key_and_names_its_source(path: Path) -> None:
    profile = read_profile(path)
    assert profile.key == path.stem
    assert min(map(len, (profile.name, profile.version, profile.source, profile.text))) > 0


def test_every_file_that_ships_is_of_a_kind_somebody_reads() -> None:
    assert {path.stem for path in SHIPPED.iterdir()} == set(shipped_files())


# --- a county's own ------------------------------------------------------------------------------


def test_a_county_writes_a_profile_of_its_own(tmp_path: Path) -> None:
    own = read_profile(written(tmp_path, ("minutes = 45", "minutes = 40")))
    assert isinstance(own, Profile)
    assert (own.key, own.limit_s["mittelzentrum"]) == ("own", 2400)


def test_a_county_gives_some_values_of_a_shipped_profile_and_leaves_the_others() -> None:
    given = {"rin-2008": {"limits": {"mittelzentrum": {"minutes": 50}}}}
    chosen = choose_standards([SHIPPED / "rin-2008.toml"], given=given)
    assert chosen.leading.limit_s["mittelzentrum"] == 50 * 60
    assert chosen.leading.limit_s["grundzentrum"] == 30 * 60


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("[limits]", "[limts]", "unknown key 'limts'; the nearest valid key is 'limits'"),
        ("[limits]", "[limts]", "limits is missing"),
        (
            "grundzentrum = { minutes = 30 }",
            "grundzentrm = { minutes = 30 }",
            "[limits] unknown key 'grundzentrm'; the nearest valid key is 'grundzentrum'",
        ),
        (
            "grundzentrum = { minutes = 30 }",
            "grundzentrum = { minuten = 30 }",
            "[limits.grundzentrum] unknown key 'minuten'; the nearest valid key is 'minutes'",
        ),
        ("minutes = 30 }", "minutes = 0 }", "[limits.grundzentrum] minutes = 0: input should"),
        ("minutes = 30 }", 'minutes = "30" }', "minutes = '30': input should be a valid integer"),
        ('"06:00", "20:00"', '"6 Uhr", "20:00"', '"6 Uhr": is no clock time; write e.g. "07:30"'),
        ('"06:00", "20:00"', '"20:00", "06:00"', "must run from an earlier to a later time"),
        ('verbund = "ein"', 'verbund = "beide"', "verbund = 'beide': input should be 'ein' or"),
        ('"erreichbarkeit"', '"erreichbarkiet"', 'unknown (did you mean "erreichbarkeit"?)'),
        ('key = "own"', 'key = "Own 1"', "key"),
        ('kind = "erreichbarkeit"', "", "kind is missing (one of erreichbarkeit"),
        ('kind = "erreichbarkeit"', "kind", "is not valid TOML"),
    ],
)
def test_a_wrong_line_is_named_with_its_file_table_key_and_value(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    path = written(tmp_path, (old, new))
    with pytest.raises(ProfileError) as refused:
        read_profile(path)
    assert str(path) in str(refused.value)
    assert complaint.replace('"6 Uhr":', "'6 Uhr':") in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"nvp\.toml: no such profile file"):
        read_profile(tmp_path / "nvp.toml")


# --- which of them hold --------------------------------------------------------------------------


def test_rin_leads_unless_the_county_says_otherwise(tmp_path: Path) -> None:
    own = written(tmp_path)
    files = [own, SHIPPED / "lep-sachsen-2013.toml", SHIPPED / "rin-2008.toml"]
    assert choose_standards(files).leading == RIN
    assert choose_standards(files, "lep-sachsen-2013").leading == LEP
    assert choose_standards(files[:2]).leading.key == "own"
    assert [one.key for one in choose_standards(files).of(Profile)] == [
        *("own", "lep-sachsen-2013", "rin-2008")
    ]


def test_everything_wrong_with_the_choice_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(ProfileError) as refused:
        choose_standards(
            [
                written(tmp_path),
                written(tmp_path, file="twin.toml"),
                written(tmp_path, ("minutes = 45", "minutes = -1"), file="bad.toml"),
            ]
        )
    assert "key 'own' is that of another profile, too" in str(refused.value)
    assert "minutes = -1: input should be greater than 0" in str(refused.value)


def test_a_leading_profile_must_be_one_of_those_chosen() -> None:
    with pytest.raises(ProfileError, match=r'key \'rin-2080\' \(did you mean "rin-2008"\?\)'):
        choose_standards([SHIPPED / "rin-2008.toml"], "rin-2080")
    with pytest.raises(ProfileError, match="none decides on the targets"):
        choose_standards([])


def test_values_for_a_profile_nobody_chose_are_refused() -> None:
    with pytest.raises(ProfileError, match=r"values for no profile 'rin-208' \(did you mean"):
        choose_standards([SHIPPED / "rin-2008.toml"], given={"rin-208": {"name": "X"}})


def test_a_network_keeps_its_standards_in_full_and_reads_them_again(tmp_path: Path) -> None:
    chosen = choose_standards([written(tmp_path), SHIPPED / "rin-2008.toml"], "own")
    again = standards_of(standards_json(chosen))
    assert again == chosen
    assert again.leading.key == "own"


def test_all_that_ships_comes_back_from_a_manifest_as_it_was() -> None:
    chosen = choose_standards(list(shipped_files().values()))
    assert standards_of(json.loads(json.dumps(standards_json(chosen)))) == chosen
    assert standards_of({}) == chosen  # a network built before standards were kept


def test_a_table_of_a_list_is_known_by_its_key() -> None:
    variants = {"langsam": {"fixed": {"walk_speed_kmh": 3.0}}, "nie": {"title": "Gar nicht"}}
    given = {"sensitivitaet": {"variants": variants}}
    found = read_profile(SHIPPED / "sensitivitaet.toml", given=given)
    assert isinstance(found, Sensitivity)
    assert [one.key for one in found.variants] == ["umsteigen", "langsam", "nah", "zufall", "nie"]
    assert found.variants[1].fixed == {"walk_speed_kmh": 3.0}
    assert found.variants[1].title == "Gehen mit 3,6 km/h"
