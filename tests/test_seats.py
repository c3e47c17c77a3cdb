"""Seats: which Ortsteil is its Kommune's Hauptort, which Zentrum the county's; the way there."""

from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import numpy as np
import pandas as pd
import pytest
from timetables import timetable
from towns import Home, Target, bus, row, table

from accessibility.ortsteile import read_ortsteile
from accessibility.places import (
    Places,
    own_hauptort,
    places_frame,
    places_of_frames,
    points_frame,
    targets_of,
)
from accessibility.seats import seats_of_ortsteile
from accessibility.sources import PlaceSources, build_places
from accessibility.tables import PlacesError
from gtfs.findings import Finding
from mobility.osm import read_osm

CRS = "EPSG:25833"


def ortsteile(folder: Path, text: str) -> Path:
    """Write the table; lon and lat are of no matter here."""
    head, *rows = dedent(text).strip().splitlines()
    lines = [f"id,lon,lat,{head}", *(f"o{n},12.7,51.2,{row}" for n, row in enumerate(rows))]
    path = folder / "ortsteile.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def hauptorte(folder: Path, text: str) -> tuple[list[str], list[Finding]]:
    """Return the Hauptorte of a table ``name,kommune[,population,hauptort]``, and findings."""
    found, _ = read_ortsteile(ortsteile(folder, text), crs=CRS)
    seats, findings = seats_of_ortsteile(found)
    return found.name[seats == "hauptort"].tolist(), findings


# --- the Hauptort of a Kommune -------------------------------------------------------------------


def test_the_hauptort_is_the_ortsteil_named_as_its_kommune(tmp_path: Path) -> None:
    text = """
        name,kommune
        Beucha,Brandis
        Brandis,Brandis
        Brandis,Grimma
        Grimma,Grimma
    """
    found, findings = hauptorte(tmp_path, text)

    assert found == ["Brandis", "Grimma"]
    assert findings == []


@pytest.mark.parametrize(
    ("kommune", "name"),
    [
        ("Trebsen/Mulde", "Trebsen"),
        ("Trebsen", "Trebsen/Mulde"),
        ('"Grimma, Stadt"', "Grimma"),
        ("Rötha (Sachsen)", "Rötha"),
        ("Naumburg an der Saale", "Naumburg"),
        ("BORNA", "Borna"),
    ],
)
def test_bynames_of_the_kommune_do_not_matter(tmp_path: Path, kommune: str, name: str) -> None:
    assert hauptorte(tmp_path, f"name,kommune\nHain,{kommune}\n{name},{kommune}")[0] == [name]


def test_the_whole_name_comes_before_one_without_its_byname(tmp_path: Path) -> None:
    text = "name,kommune\nBorna/Nord,Borna\nBorna,Borna"
    assert hauptorte(tmp_path, text)[0] == ["Borna"]


def test_of_two_of_the_name_the_one_with_more_people_is_it(tmp_path: Path) -> None:
    text = "name,kommune,population\nHain,Hain,20\nHain,Hain,300\nHain,Hain,300"
    seats, _ = seats_of_ortsteile(read_ortsteile(ortsteile(tmp_path, text), crs=CRS)[0])

    assert seats.tolist() == ["", "hauptort", ""]


def test_what_the_table_marks_comes_before_the_name(tmp_path: Path) -> None:
    text = """
        name,kommune,hauptort
        Großsteinberg,Parthenstein,ja
        Klinga,Parthenstein,
        Grimma,Grimma,nein
        Nerchau,Grimma,x
        Borna,Borna,
    """
    assert hauptorte(tmp_path, text)[0] == ["Großsteinberg", "Nerchau", "Borna"]


def test_kommunen_without_a_hauptort_are_named_and_told_what_to_do(tmp_path: Path) -> None:
    text = "name,kommune\nFalkenhain,Lossatal\nBorna,Borna\nKlinga,Parthenstein\nHof,"
    found, (finding,) = hauptorte(tmp_path, text)

    assert found == ["Borna"]
    assert finding.code == "no_hauptort"
    assert finding.message == "Kommunen ohne Ortsteil ihres Namens: Lossatal, Parthenstein"
    assert finding.count == 2
    assert '"hauptort"' in finding.done


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("Klinga,Parthenstein,vielleicht", "hauptort: 'vielleicht' is neither ja nor nein"),
        ("Klinga,Parthenstein,ja", "row 3, hauptort: Parthenstein has one already"),
    ],
)
def test_a_wrong_mark_is_refused(tmp_path: Path, row: str, complaint: str) -> None:
    text = f"name,kommune,hauptort\nGroßsteinberg,Parthenstein,ja\n{row}"
    with pytest.raises(PlacesError, match=complaint):
        read_ortsteile(ortsteile(tmp_path, text), crs=CRS)


# --- the Kreisstadt ------------------------------------------------------------------------------

ZENTREN = """
    id,name,level,lon,lat
    borna,Borna,mittelzentrum,12.5,51.1
    grimma,Grimma,mittelzentrum,12.7,51.2
"""
STREET = """
    <osm version="0.6">
      <node id="1" lon="12.7" lat="51.2"/><node id="2" lon="12.71" lat="51.2"/>
      <way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way>
    </osm>
"""


def build(folder: Path, kreisstadt: str | None) -> Places:
    (folder / "zentren.csv").write_text(dedent(ZENTREN).strip(), encoding="utf-8")
    (folder / "street.osm").write_text(STREET, encoding="utf-8")
    sources = PlaceSources(
        crs=CRS,
        ortsteile=ortsteile(folder, "name,kommune\nBorna,Borna\nHof,Borna\nKlinga,Parthenstein"),
        zentren=folder / "zentren.csv",
        kreisstadt=kreisstadt,
    )
    return build_places(
        sources, timetable("60: A B\n 8:00 8:10"), read_osm([folder / "street.osm"])[0]
    )[0]


def test_the_kreisstadt_is_the_zentrum_the_region_names(tmp_path: Path) -> None:
    places = build(tmp_path, "grimma")

    assert places.place_id[targets_of(places, "kreisstadt")].tolist() == ["grimma"]
    assert places.place_id[targets_of(places, "hauptort")].tolist() == ["o0"]
    assert own_hauptort(places).tolist() == [0, 0, -1]


def test_without_a_name_there_is_no_kreisstadt(tmp_path: Path) -> None:
    assert len(targets_of(build(tmp_path, None), "kreisstadt")) == 0


def test_an_unknown_kreisstadt_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(
        PlacesError, match=r"no Zentrum has the id 'brona' \(did you mean \"borna\""
    ):
        build(tmp_path, "brona")


def test_seats_come_back_from_their_table_and_an_old_table_has_none(tmp_path: Path) -> None:
    places = build(tmp_path, "borna")
    frames = places_frame(places), points_frame(places)

    assert places_of_frames(*frames).seat.tolist() == places.seat.tolist()
    assert set(places.seat.tolist()) == {"hauptort", "kreisstadt", ""}
    old = places_of_frames(frames[0].drop(columns="seat"), frames[1])
    assert old.seat.tolist() == [""] * len(places.place_id)


# --- the way there -------------------------------------------------------------------------------

LINES = (
    bus("60", "A B", "6:05-19:05", takes=20)
    + bus("60", "B A", "6:31-20:31", takes=20)
    + bus("70", "A C", "6:05-19:05", takes=5)
    + bus("70", "C A", "6:31-20:31", takes=5)
)
OURS, THEIRS = Target("Markt", "B", "hauptort"), Target("Burg", "C", "hauptort")
HOMES = (
    Home("Dorf", "A", kommune="Markt"),
    Home("Markt", "B", kommune="Markt", on_foot={"Markt": 120}),
    Home("Burg", "C", kommune="Burg", on_foot={"Burg": 120}),
    Home("Hof", "A", kommune="Lossatal"),
)


def test_the_hauptort_is_that_of_the_own_kommune_though_another_is_nearer() -> None:
    found = table(LINES, *HOMES, targets=[THEIRS, OURS])

    assert found["hauptort_name"].tolist()[:3] == ["Markt", "Markt", "Burg"]
    assert found.loc["Dorf", "hauptort_journey_time_p50"] == 25 * 60  # 10 minutes to Burg
    assert found["hauptort_walk_share"].tolist()[:3] == [0, 1, 1]
    assert found["hauptort_verdict"].tolist()[:3] == ["erfüllt"] * 3
    assert set(found["hauptort_limit"]) == {30 * 60}


def test_a_kommune_without_a_hauptort_cannot_be_judged_beside_others_that_can() -> None:
    hof = table(LINES, *HOMES, targets=[OURS, THEIRS]).loc["Hof"]

    assert hof["hauptort_verdict"] == "nicht prüfbar"
    named = [name for name in hof.index if name.startswith("hauptort_")]
    said = {name for name in named if not pd.isna(hof[name])}
    assert said == {"hauptort_verdict", "hauptort_limit"}


def test_a_hauptort_without_any_bus_is_not_reached_and_no_other_takes_its_place() -> None:
    lost = "90: D A\n 24:00 24:10\n"
    homes = (*HOMES[:3], Home("Dorf", "D", kommune="Markt"))
    dorf = table(LINES + lost, *homes, targets=[OURS, THEIRS]).loc["Dorf"]

    assert dorf["hauptort_served_share"] == 0.5
    assert dorf["hauptort_name"] == "Markt"


def test_the_hauptort_is_nothing_to_the_other_classes() -> None:
    found = table(LINES, *HOMES, targets=[OURS, THEIRS, Target("Stadt", "C", "mittelzentrum")])

    assert set(found["mittelzentrum_name"].dropna()) == {"Stadt"}
    assert found["grundzentrum_name"].tolist() == found["mittelzentrum_name"].tolist()


def test_the_kreisstadt_is_one_target_for_all_and_has_a_limit_of_its_own() -> None:
    nearer = Target("Nah", "C", "mittelzentrum")
    borna = Target("Borna", "B", "mittelzentrum", seat="kreisstadt")
    dorf = row(LINES, Home("Dorf", drive_s={"Borna": 600}), targets=[nearer, borna])

    assert dorf["mittelzentrum_name"] == "Nah"
    assert dorf["kreisstadt_name"] == "Borna"
    assert dorf["kreisstadt_journey_time_p50"] == 25 * 60
    assert dorf["kreisstadt_car_time"] == 600 + 180
    assert dorf["kreisstadt_limit"] == 45 * 60


def test_without_seats_both_classes_are_not_to_be_judged() -> None:
    dorf = row(LINES, Home("Dorf"))

    for kind in ("hauptort", "kreisstadt"):
        assert dorf[f"{kind}_verdict"] == "nicht prüfbar"
        assert pd.isna(dorf[f"{kind}_journeys"])


def test_places_of_which_no_seat_is_known_have_none(tmp_path: Path) -> None:
    places = replace(build(tmp_path, "borna"), seat=np.empty(0, np.str_))

    assert places.seat.tolist() == [""] * len(places.place_id)
    assert not places.seat.flags.writeable
