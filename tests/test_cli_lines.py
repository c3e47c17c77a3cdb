"""Commands about lines and Knoten: in the valley, with a train that meets the bus in Ostheim.

The bus from Westdorf is in Ostheim at :20 from 6 to 11 o'clock, the train to Bahnhof leaves at :30;
it comes back at :50, the bus leaves at :00 from 8 to 13.
"""

import json
from pathlib import Path

import pandas as pd
import pytest
import valley
from commands import mobility, refused
from valley import write_valley

from api.build import build_region

CENTRES = """
    id,name,level,lon,lat
    z-bahnhof,Bahnhof Markt,oberzentrum,12.7900,51.2000
    z-west,Westdorf Kirche,grundzentrum,12.7000,51.2000
"""
PICTURES = {".png": b"\x89PNG", ".pdf": b"%PDF", ".svg": b"<?xml"}


def _feed() -> dict[str, str]:
    trains = {f"in{hour}": ("CD", hour, 30) for hour in range(6, 12)}
    trains |= {f"out{hour}": ("DC", hour, 40) for hour in range(7, 13)}
    trips, calls = [valley.FEED["trips.txt"]], [valley.FEED["stop_times.txt"]]
    for trip, (stops, hour, minute) in trains.items():
        trips.append(f"rb1,train,{trip}")
        for sequence, stop in enumerate(stops, start=1):
            time = f"{hour:02}:{minute + 10 * sequence - 10:02}:00"
            calls.append(f"{trip},{time},{time},{stop},{sequence}")
    return {"trips.txt": "\n".join(map(str, trips)), "stop_times.txt": "\n".join(map(str, calls))}


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the network of the valley with its trains."""
    folder = tmp_path_factory.mktemp("knoten")
    region = write_valley(folder, feed=_feed(), zentren=CENTRES)
    build_region(region, folder / "net")
    return folder / "net"


def test_knoten_are_told_with_good_anschluesse_both_ways(network: Path) -> None:
    code, out, err = mobility("knoten", network)
    assert (code, err) == (0, "")
    assert out.startswith("Tal, Schultag, Soll-Fahrplan vom 14.05.2024\n\nOstheim (RB1, 60)\n")
    assert "Bus → Bahn 6 von 6 gut (100,0\u202f%)" in out
    # seven trains come, but there are six buses: each of them follows one in ten minutes
    assert "Bahn → Bus 6 von 6 gut (100,0\u202f%)" in out
    assert "höchstens 15\u202fmin nach der Ankunft" in out


def test_knoten_as_json_hold_relations_delays_and_who_needs_them(network: Path) -> None:
    told = json.loads(mobility("knoten", network, "--json").out)
    assert (told["day"], told["date"], told["data_status"]) == (
        "schultag", "2024-05-14", "official",
    )  # fmt: skip
    (ostheim,) = told["knoten"]
    there = ostheim["relations"][0] if ostheim["relations"][0]["line"] == "60" else None
    there = there or ostheim["relations"][1]
    assert (there["line"], there["from"], there["to_line"], there["towards"]) == (
        "60", "Westdorf", "RB1", "Bahnhof",
    )  # fmt: skip
    assert (there["main"], there["good"], there["wait_s"]) == (True, 6, 600)
    assert ostheim["bus_to_rail"]["share"] == 1
    assert {row["name"] for row in told["delays"]} == {"60", "RB1"}


def test_one_knoten_is_told_with_what_calls_in_an_hour(network: Path) -> None:
    out = mobility("knoten", network, "--station", "ostheim", "--hour", 9).out
    assert "60 aus Westdorf → RB1 nach Bahnhof: 6 von 6 Ankünften gut" in out
    assert "  09:20  60         Westdorf" in out
    assert "  09:30  RB1        Bahnhof" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--station Ost", "no station 'Ost'; there are Ostheim"),
        ("--station Nirgends", "no station 'Nirgends'"),
        ("--hour 9", "an hour is one of a station; name it with --station"),
        ("--station Ostheim --hour 31", "no hour 31; write 0 to 29, the night behind 23"),
        ("--day montag", "no day montag; the region names schultag, samstag"),
        ("--station Ostheim -o x.png", "x.png: a Knotenuhr needs --station NAME and --hour H"),
        ("-o x.doc", "x.doc: cannot write .doc; choose one of"),
    ],
)
def test_what_cannot_be_told_of_a_knoten_is_refused(
    network: Path, arguments: str, message: str
) -> None:
    assert message in refused("knoten", network, *arguments.split())


@pytest.mark.parametrize("ending", PICTURES)
def test_a_line_and_a_knoten_are_drawn(network: Path, tmp_path: Path, ending: str) -> None:
    line, knoten = tmp_path / f"line{ending}", tmp_path / f"knoten{ending}"
    mobility("lines", network, "--line", "60", "-o", line)
    mobility("knoten", network, "--station", "Ostheim", "--hour", 9, "-o", knoten)
    for path in (line, knoten):
        assert path.read_bytes().startswith(PICTURES[ending])


def test_the_audit_is_written_as_a_table(network: Path, tmp_path: Path) -> None:
    for ending in (".csv", ".parquet", ".xlsx"):
        assert mobility("lines", network, "-o", tmp_path / f"audit{ending}").code == 0
    table = pd.read_parquet(tmp_path / "audit.parquet")
    assert set(table["name"]) == {"60"}  # trains are no PlusBus
    sixty = table[(table["profile"] == "plusbus-mdv") & (table["criterion"] == "Fahrtenpaare")]
    assert sixty[["value", "limit", "verdict"]].to_numpy().tolist() == [[6, 15, "nicht erfüllt"]]
    assert list(pd.read_excel(tmp_path / "audit.xlsx", sheet_name=None)) == ["Linien"]
    assert len(pd.read_csv(tmp_path / "audit.csv")) == len(table)


def test_the_relations_are_written_as_a_table(network: Path, tmp_path: Path) -> None:
    mobility("knoten", network, "-o", tmp_path / "relations.csv")
    table = pd.read_csv(tmp_path / "relations.csv")
    assert table["station"].unique().tolist() == ["Ostheim"]
    assert table["kind"].tolist().count("Bus → Bahn") == 1


def test_lines_say_who_declares_the_product_and_what_was_computed(network: Path) -> None:
    (line,) = json.loads(mobility("lines", network, "--line", "60", "--json").out)["lines"]
    assert (line["product"], line["declared_by"]) == ("Bus", "")
    assert {audit["whole"] for audit in line["audits"]} == {"nicht erfüllt"}


@pytest.mark.parametrize("ending", PICTURES)
def test_the_netzgrafik_is_drawn_as_a_whole_and_around_a_knoten(
    network: Path, tmp_path: Path, ending: str
) -> None:
    for name, options in (("all", ()), ("some", ("--knoten", "Ostheim"))):
        path = tmp_path / f"{name}{ending}"
        assert mobility("lines", network, *options, "-o", path).code == 0
        assert path.read_bytes().startswith(PICTURES[ending])


def test_the_steckbrief_of_a_line_is_a_page_or_markdown_with_its_picture(
    network: Path, tmp_path: Path
) -> None:
    for ending in (".html", ".md"):
        mobility("lines", network, "--line", "60", "-o", tmp_path / f"sechzig{ending}")
        text = (tmp_path / f"sechzig{ending}").read_text(encoding="utf-8")
        assert "Ostheim" in text
        assert "Fahrtenpaare" in text
    assert (tmp_path / "sechzig.svg").read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--line 60 --day montag -o x.png", "no day montag; the region names schultag, samstag"),
        ("-o x.html", "x.html: a Steckbrief is of one line; name it with --line"),
        ("-o x.doc", "x.doc: cannot write .doc"),
        ("--knoten Mitte -o x.png", "'Mitte' is no Knoten of the Netzgrafik; there are "),
    ],
)
def test_what_cannot_be_told_of_lines_is_refused(
    network: Path, arguments: str, message: str
) -> None:
    assert message in refused("lines", network, *arguments.split())


LISTED = """
    route_id,line_id,name,product,core_from,core_to
    r60,talbus,TalBus 60,TaktBus,Mitte,Ostheim
"""


def region_with(lines: str, hauptrelation: str) -> str:
    inputs = valley.REGION.replace("[days]", f'lines = "{lines}"\n    [days]')
    return f'{inputs}\n    [lines]\n    hauptrelation = ["{hauptrelation}"]\n'


def test_what_the_county_lists_of_its_lines_holds_in_place_of_the_feed(tmp_path: Path) -> None:
    region = write_valley(
        tmp_path, feed=_feed(), lines=LISTED, region=region_with("lines.csv", "Bahnhof")
    )
    assert mobility("build", region, "-o", tmp_path / "net").code == 0
    (line,) = json.loads(mobility("lines", tmp_path / "net", "--line", "TalBus 60", "--json").out)[
        "lines"
    ]
    assert (line["line_id"], line["product"], line["declared_by"]) == (
        "talbus", "TaktBus", "lines.csv",
    )  # fmt: skip
    assert (line["from_name"], line["to_name"]) == ("Mitte", "Ostheim")
    audits = {audit["profile"]: audit["criteria"] for audit in line["audits"]}
    rail = {row["criterion"]: row for row in audits["taktbus"]}["Bahnanschluss ohne Fußweg"]
    # there is no Oberzentrum: the trains to Bahnhof count because the region file says so
    assert rail["why"] == "Ostheim für Mitte: 6 von 6 zum Zug, 6 von 6 vom Zug"


@pytest.mark.parametrize(
    ("lines", "hauptrelation", "message"),
    [
        ("nothere.csv", "Bahnhof", "no such file"),
        ("lines.csv", "Banhof", "hauptrelation: no station 'Banhof' (did you mean \"Bahnhof\"?)"),
    ],
)
def test_a_list_or_station_that_is_not_there_is_refused(
    tmp_path: Path, lines: str, hauptrelation: str, message: str
) -> None:
    region = write_valley(tmp_path, lines=LISTED, region=region_with(lines, hauptrelation))
    assert message in refused("build", region, "-o", tmp_path / "net")


def test_an_unknown_line_is_refused_with_those_there_are(network: Path) -> None:
    assert refused("lines", network, "--line", "61") == (
        "mobility lines: no line '61' (did you mean \"60\"?); lines are 60, RB1\n"
    )
