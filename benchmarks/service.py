"""The service under load: answers kept and new, journeys, scenarios, memory, its start."""

import json
import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from measure import Row
from served import Request, Server, bare_server, has_load_tool, load, posted, serving

STARTS = 3
CONNECTIONS, LOAD_S = 32, 10
ACCESS = "/api/v1/accessibility"
WINDOWS, PAIRS, VARIANTS, USERS = 60, 200, 40, 4
CLASSES = ("grundzentrum", "mittelzentrum", "oberzentrum", "bahn", "sbahn")
LINE = "D 613"  # of the demo county: a TaktBus with trains at both ends
BARE = "uvicorn answering as many bytes and nothing else"
WARM, MIXED = 4000, 10_000  # requests before memory is looked at, and then


def service(work: Path) -> list[Row]:
    """Ask a server of the demo county what its users ask, and write how long they wait."""
    network, storage = work / "demo" / "network", work / "kept"
    rows = [_start(network, storage)]
    with serving(network, storage) as server:
        rows += _kept(server)
        rows.append(_row("a new window, all classes", server.seconds(_windows())))
        rows.append(_row("a new window, a class", server.seconds(_windows(CLASSES))))
        places = _places(server)
        rows.append(_row("journeys A → B of the day", server.seconds(_journeys(places, PAIRS))))
        evaluations = _evaluations(server)
        rows += _scenarios(server, evaluations)
        rows.append(_memory(server, places, evaluations))
    return rows


def _start(network: Path, storage: Path) -> Row:
    ready = []
    for _ in range(STARTS):
        with serving(network, storage) as server:
            ready.append(server.ready_s)
    return _row("start to ready", ready, at=0.5)


def _kept(server: Server) -> list[Row]:
    """Load the server with one request; a smaller one shows what a body costs."""
    if not has_load_tool():
        return [Row("kept answers", note="skipped: wrk is not installed")]
    rows = []
    for path in (ACCESS, f"{ACCESS}?class=mittelzentrum&measure=journey_time_p50"):
        zipped = len(server.one(Request(path)))
        with bare_server(zipped) as bare:
            most, least_s = load(bare, CONNECTIONS, LOAD_S)
        rate, p99 = load(f"{server.address.rstrip('/')}{path}", CONNECTIONS, LOAD_S)
        note = (
            f"{rate:,.0f} requests/s at {CONNECTIONS} connections ({most:,.0f} bare); "
            f"{zipped:,} bytes zipped"
        )
        row = Row(f"p99 of a kept answer: {path}", p99, note=note)
        rows.append(replace(row, baseline=BARE, baseline_s=least_s, ratio=least_s / p99))
    return rows


def _windows(kinds: Sequence[str] = ()) -> list[Request]:
    """Return windows nobody has asked about, whole minutes apart; of one class after the other."""
    spans = [(6 * 60 + number, 18 * 60 + 2 * number + len(kinds)) for number in range(WINDOWS)]
    asked = [f"{ACCESS}?window={_clock(a)}-{_clock(b)}" for a, b in spans]
    return [
        Request(f"{path}&class={kinds[at % len(kinds)]}" if kinds else path)
        for at, path in enumerate(asked)
    ]


def _places(server: Server) -> tuple[list[str], list[str]]:
    found = [
        [one["id"] for one in json.loads(_plain(server, f"/api/v1/{kind}"))["features"]]
        for kind in ("ortsteile", "zentren")
    ]
    return found[0], found[1]


def _plain(server: Server, path: str) -> bytes:
    return server.one(Request(path, headers={"Accept-Encoding": "identity"}))


def _journeys(places: tuple[list[str], list[str]], count: int) -> list[Request]:
    lot = random.Random(1)
    pairs = {(lot.choice(places[0]), lot.choice(places[1])) for _ in range(count)}
    return [Request(f"/api/v1/journeys?from={here}&to={there}") for here, there in sorted(pairs)]


def _evaluations(server: Server) -> list[Request]:
    """Return evaluations of a line shifted by other minutes each time: nothing of it is kept."""
    ids = [_made(server, minutes) for minutes in range(1, VARIANTS + 2)]
    return [posted(f"/api/v1/scenarios/{one}/evaluate", {}) for one in ids]


def _scenarios(server: Server, asked: list[Request]) -> list[Row]:
    server.seconds(asked[:1])  # the network itself is evaluated once
    alone, many = asked[1 : VARIANTS // 2], asked[VARIANTS // 2 :]
    return [
        _row("a scenario evaluated, one day type", server.seconds(alone)),
        _row(f"the same, {USERS} users at once", server.seconds(many, USERS)),
    ]


def _made(server: Server, minutes: int) -> str:
    change = {"type": "shift", "line": LINE, "minutes": minutes}
    scenario = {"name": f"{minutes} Minuten später", "changes": [change]}
    return str(json.loads(server.one(posted("/api/v1/scenarios", scenario)))["id"])


def _memory(server: Server, places: tuple[list[str], list[str]], evaluations: list[Request]) -> Row:
    """Ask different things ten thousand times, after a start that fills what is kept."""
    server.seconds(_mixed(places, evaluations, WARM, 2), USERS)
    before = server.memory_mb()
    server.seconds(_mixed(places, evaluations, MIXED, 3), USERS)
    after = server.memory_mb()
    note = f"{before:.0f} MB after {WARM} mixed requests, {after:.0f} MB after {MIXED} more"
    return Row(f"memory, {100 * (after / before - 1):+.1f} %", peak_mb=after, note=note)


def _mixed(
    places: tuple[list[str], list[str]], evaluations: list[Request], count: int, seed: int
) -> list[Request]:
    lot = random.Random(seed)
    journeys = _journeys(places, count // 10)
    makers: tuple[Callable[[], Request], ...] = (
        lambda: lot.choice(journeys),
        lambda: Request(f"/api/v1/stops?limit={lot.randint(1, 1500)}"),
        lambda: Request(f"{ACCESS}?class=bahn&offset={lot.randint(0, 300)}"),
        lambda: Request(f"{ACCESS}?window={_clock(lot.randint(360, 480))}-{_clock(1080)}"),
        lambda: Request(f"/api/v1/ortsteile?bbox=12,51,{12.2 + lot.random():.2f},52"),
        lambda: posted(
            "/api/v1/matrix",
            {"from": [{"id": lot.choice(places[0])}], "to": [{"id": lot.choice(places[1])}],
             "window": "06:00-09:00"},
        ),
        lambda: lot.choice(evaluations),
    )  # fmt: skip
    weights = (20, 25, 25, 1, 24, 4, 1)
    return [make() for make in lot.choices(makers, weights, k=count)]


def _row(what: str, seconds: Sequence[float], at: float = 0.95) -> Row:
    """Return a line with a percentile in the place of the median."""
    ordered = sorted(seconds)
    value = ordered[min(len(ordered) - 1, int(at * len(ordered)))]
    named = what if at == 0.5 else f"p{100 * at:.0f} of {what}"
    note = "" if at == 0.5 else f"median {statistics.median(ordered):.3f} s"
    return Row(named, value, ordered[0], ordered[-1], len(ordered), note=note)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
