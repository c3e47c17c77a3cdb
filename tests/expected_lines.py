"""Lines of the demo county: what an audit must find, written down before there was one.

Worked out by hand from ``api/demo/facts/runs`` and the timetable printed line by line; later code
is judged by it. Days: Schultag 2026-04-21, Ferientag 2026-07-21, Samstag 2026-04-25, Sonntag
2026-04-26. What the words mean here (domain.md §1.1, issue "Lines as planners see them"):

- Kernabschnitt: the line from end to end. Only trips over all of it count.
- zusätzliche Schulfahrt: runs on the Schultag, not on the Ferientag, and off the Taktminute. It is
  allowed: it may add to the Fahrtenpaare, and no criterion is missed because of it.
- Taktminute: the minute of the line's Takt with most departures of the Ferientag within ±2 min.
- Of two ends or ways the worse one counts; shares are whole per cent, rounded down.

====================== ===========================================================================
stündlich              clock hours 6…19 of the Schultag with a departure, of 14
zweistündlich          two-hour blocks from 6 to 18 of the Schultag with a departure, of 6
gleiche Minute         share of the Takt intervals from 6 to 20 with a departure in which one lies
                       on the Taktminute (±2): further trips in between break nothing
Fahrtenpaare           of the Schultag, without trips less than 10 min behind another
Schultag = Ferientag   trips on the Taktminute that run on only one of the two, both ways
erste/letzte Abfahrt   of the Schultag: the later of the first, the earlier of the last two
Samstag Sonntag Summe  Fahrtenpaare
Bahnanschluss          at the Knoten, for the people of the far end: share of trips (zusätzliche
                       Schulfahrten left out) that reach a train to Leipzig Hbf, or are reached
                       from one, in at most 15 min and at least what the transfer rules ask;
                       "ohne Fußweg" takes the walk off the 15 min
Stichfahrt             stops a trip calls at twice
Anteil 5–21 Uhr        of all trips of the Schultag
====================== ===========================================================================

The walks between bus and train are 24 to 61 s at these Knoten: with and without them is the same.
Were the zusätzliche Schulfahrten counted, D 276 (17 of 19 from the train) and D 619 (16 of 18 to
it) would lose the Bahnanschluss by them alone: what is allowed must not be held against a line.
"""

from typing import NamedTuple

MET, NOT_MET, NOT_CHECKED, SUM_ONLY = "erfüllt", "nicht erfüllt", "nicht prüfbar", "abweichend"
SUM = "Summe"
AT_MOST = ("erste Abfahrt", "Schultag = Ferientag", "Stichfahrt")  # of all others: at least

Value = int | str  # clock times are written "HH:MM"

# A limit of None: the profile names the criterion, but no limit or nothing a timetable can show.
PROFILES: dict[str, dict[str, Value | None]] = {
    "PlusBus MDV": {
        "stündlich": 14,
        "gleiche Minute": 90,  # Annahme; the brand says "same minute"
        "Fahrtenpaare": 15,
        "Schultag = Ferientag": 0,
        "erste Abfahrt": "06:00",
        "letzte Abfahrt": "20:00",
        "Samstag": 6,
        "Sonntag": 4,
        SUM: 12,
        "Bahnanschluss": 90,  # of trips; Annahme
        "Stichfahrt": 0,
        "Niederflur, WLAN, Gestaltung": None,
    },
    "PlusBus VBB": {
        "stündlich": 14,
        "Fahrtenpaare": 15,
        "erste Abfahrt": "06:30",  # 5:30 to 6:30 at each end; earlier is no fault
        "letzte Abfahrt": "19:30",
        "Samstag": 6,
        "Sonntag": 5,
        SUM: 12,
        "Bahnanschluss": 90,
        "Stichfahrt": 0,
        "nicht parallel zum Schienentakt": None,
    },
    "PlusBus Sachsen 13": {  # press of 2020; Anlage 6 itself is not at hand
        "Fahrtenpaare": 13,
        "Anteil 5–21 Uhr": 51,
        "übrige Kriterien der Anlage 6": None,
    },
    "TaktBus": {
        "zweistündlich": 6,
        "gleiche Minute": 90,  # Annahme
        "Samstag": 4,  # the example of 2019; Annahme
        "Bahnanschluss ohne Fußweg": 90,
        "Stichfahrt": 0,
        "erste Abfahrt": None,
        "letzte Abfahrt": None,
        "Sonntag": None,
    },
}


class Measured(NamedTuple):
    """A value and the trips that decide it."""

    value: Value
    why: str


class Audit(NamedTuple):
    """A line under a profile: as a whole, and the criteria not met."""

    profile: str
    whole: str
    missed: tuple[str, ...] = ()


class ExpectedLine(NamedTuple):
    """A line, its Takt in minutes, the Knoten, and the end whose people change to the train."""

    line: str
    product: str  # as declared
    takt_min: int
    knoten: str
    far_end: str
    measured: dict[str, Measured]
    audits: tuple[Audit, ...]


class Row(NamedTuple):
    """A line of the audit's table."""

    criterion: str
    value: Value | None
    limit: Value | None
    verdict: str
    why: str


def rows_of(line: ExpectedLine, audit: Audit) -> list[Row]:
    """Return the table the audit of a line must print."""
    return [_row(line, audit, name, limit) for name, limit in PROFILES[audit.profile].items()]


def _row(line: ExpectedLine, audit: Audit, name: str, limit: Value | None) -> Row:
    found = line.measured.get(name.removesuffix(" ohne Fußweg"))
    value, why = found or (None, "nothing a timetable shows")
    verdict = NOT_CHECKED if limit is None else NOT_MET if name in audit.missed else MET
    return Row(name, value, limit, verdict, why)


def cells(text: str) -> list[list[str]]:
    """Return the rows of a table drawn with bars."""
    return [[cell.strip() for cell in row.split("|")] for row in text.strip().splitlines()]


def _measured(text: str) -> dict[str, Measured]:
    return {
        name: Measured(int(value) if value.isdigit() else value, why)
        for name, value, why in cells(text)
    }


LINES = (
    # three that keep every promise
    ExpectedLine(
        "D 619", "PlusBus", 60, "Grimma ob Bf", "Rochlitz, Markt",
        _measured("""
            stündlich            | 14    | Grimma 06:07 … 19:07, Rochlitz 06:06 … 19:06
            gleiche Minute       | 100   | always :07 and :06; 12:27 … 15:27 lie in between
            Fahrtenpaare         | 18    | 21 out (05:07 … 20:07; 06:33, 12:27 … 15:27), 18 back
            Schultag = Ferientag | 0     | 16 and 16 trips; on top 5 out, 06:23 and 12:32 back
            erste Abfahrt        | 05:07 | Grimma 05:07, Rochlitz 05:06
            letzte Abfahrt       | 20:06 | Grimma 20:07, Rochlitz 20:06
            Samstag              | 8     | 06:07 … 20:07 every two hours, 07:06 … 21:06 back
            Sonntag              | 7     | 08:07 … 20:07, 09:06 … 21:06 back
            Summe                | 15    | 8 + 7
            Bahnanschluss        | 100   | RB110 at :58, bus at :07; bus at :53, RB110 at :02: 9 min
            Stichfahrt           | 0     | 22 stops, each once
        """),
        (Audit("PlusBus MDV", MET),),
    ),
    ExpectedLine(
        "D 276", "PlusBus", 60, "Borna, Bahnhof", "Hainichen",
        _measured("""
            stündlich            | 14    | Borna 06:32 … 19:32, Hainichen 06:02 … 19:02
            gleiche Minute       | 100   | always :32 and :02
            Fahrtenpaare         | 18    | 19 out with 13:10 and 15:10, 18 back with 06:44
            Schultag = Ferientag | 0     | 17 and 17; direction_id is 0 both ways: go by the stops
            erste Abfahrt        | 05:32 | Borna 05:32, Hainichen 05:02
            letzte Abfahrt       | 21:02 | Borna 21:32, Hainichen 21:02
            Samstag              | 7     | 07:32 … 19:32 and 25:00 out, but 08:02 … 20:02 back
            Sonntag              | 6     | 09:32 … 19:32, 10:02 … 20:02 back
            Summe                | 13    | 7 + 6
            Bahnanschluss        | 100   | S6 :24 → :32 and :28 → :36: 8; not the school's 13:10: 16
            Stichfahrt           | 0     | 14 stops, each once
        """),
        (Audit("PlusBus MDV", MET),),
    ),
    ExpectedLine(
        "D 100", "PlusBus", 60, "Markkleeberg-Gaschwitz, Bahnhof", "Groitzsch, Markt",
        _measured("""
            stündlich            | 14    | Groitzsch 06:59 … 19:59, Connewitz 06:17 … 19:17
            gleiche Minute       | 100   | always :59 and :17
            Fahrtenpaare         | 17    | 04:59 … 20:59, 05:17 … 21:17; 8 partial school trips not
            Schultag = Ferientag | 0     | 17 and 17
            erste Abfahrt        | 05:17 | Groitzsch 04:59, Connewitz 05:17
            letzte Abfahrt       | 20:59 | Groitzsch 20:59, Connewitz 21:17
            Samstag              | 9     | 05:59 … 21:59 out; 07:17 … 23:17 and 24:17 back
            Sonntag              | 7     | 07:59 … 19:59, 09:17 … 21:17 back
            Summe                | 16    | 9 + 7
            Bahnanschluss        | 100   | :26 → S6 :32, S6 :28 → :34: 6; S4 :29 and :31 just missed
            Stichfahrt           | 0     | 26 stops, each once
        """),
        (Audit("PlusBus MDV", MET),),
    ),
    # only the sum of the weekend
    ExpectedLine(
        "D 610", "PlusBus", 60, "Grimma ob Bf", "Bad Lausick, Markt",
        _measured("""
            stündlich            | 14    | Grimma 06:08 … 19:08, Bad Lausick 06:32 … 19:32
            gleiche Minute       | 100   | always :08 and :32
            Fahrtenpaare         | 18    | 18 back; of 22 out the twin of 05:08 is no second trip
            Schultag = Ferientag | 0     | 16 and 16
            erste Abfahrt        | 05:32 | Grimma 05:08, Bad Lausick 05:32
            letzte Abfahrt       | 20:08 | Grimma 20:08, Bad Lausick 20:32
            Samstag              | 6     | 07:08 … 17:08, 08:32 … 18:32 back
            Sonntag              | 4     | 09:08 … 15:08, 10:32 … 16:32 back
            Summe                | 10    | 6 + 4: both minima kept, their sum not
            Bahnanschluss        | 100   | RB110 :58 → :08 and :52 → :02: 10
            Stichfahrt           | 0     | 11 stops, each once
        """),
        (
            Audit("PlusBus MDV", SUM_ONLY, (SUM,)),
            Audit("PlusBus VBB", NOT_MET, ("Sonntag", SUM)),
        ),
    ),
    # one criterion each
    ExpectedLine(
        "D 101", "PlusBus", 60, "Böhlen, Bahnhof", "Zwenkau, Markt",
        _measured("""
            stündlich            | 14    | 06:13 … 19:13 at both ends, on the Schultag
            gleiche Minute       | 100   | always :13
            Fahrtenpaare         | 17    | 05:13 … 21:13 both ways; 15 on the Ferientag
            Schultag = Ferientag | 4     | 09:13 and 11:13 both ways run only when there is school
            erste Abfahrt        | 05:13 | both ends
            letzte Abfahrt       | 21:13 | both ends
            Samstag              | 8     | 06:13 … 20:13, 07:13 … 21:13 back
            Sonntag              | 6     | 08:13 … 18:13, 09:13 … 19:13 back
            Summe                | 14    | 8 + 6
            Bahnanschluss        | 100   | :20 → S6 :26, S6 :34 → :40: 6
            Stichfahrt           | 0     | 18 stops, each once
        """),
        (Audit("PlusBus MDV", NOT_MET, ("Schultag = Ferientag",)),),
    ),
    ExpectedLine(
        "D 141", "PlusBus", 60, "Borna, Bahnhof", "Leipzig-Probstheida, Kirche",
        _measured("""
            stündlich            | 14    | Probstheida 06:16 … 19:16, Borna 06:59 … 19:59
            gleiche Minute       | 100   | always :16 and :59
            Fahrtenpaare         | 15    | 16 out, 15 back: just enough
            Schultag = Ferientag | 0     | 16 and 15 on both days; the school's trips are partial
            erste Abfahrt        | 05:59 | Probstheida 05:16, Borna 05:59
            letzte Abfahrt       | 19:59 | Borna 19:59: a minute early for MDV, late enough for VBB
            Samstag              | 7     | 06:16 … 18:16, 08:59 … 20:59 back
            Sonntag              | 5     | 08:16 … 16:16, 10:59 … 18:59 back
            Summe                | 12    | 7 + 5: just enough
            Bahnanschluss        | 100   | :01 → S6 :06, S6 :54 → :59: 5
            Stichfahrt           | 0     | 21 stops, each once
        """),
        (
            Audit("PlusBus MDV", NOT_MET, ("letzte Abfahrt",)),
            Audit("PlusBus VBB", MET),
        ),
    ),
    ExpectedLine(
        "D 161", "PlusBus", 60, "Markranstädt, Bahnhof", "Leipzig-Knautkleeberg, Kirche",
        _measured("""
            stündlich            | 14    | Markranstädt 06:48 … 19:48, Knautkleeberg 06:53 … 19:53
            gleiche Minute       | 100   | always :48 and :53
            Fahrtenpaare         | 16    | 05:48 … 20:48, 05:53 … 20:53
            Schultag = Ferientag | 0     | 16 and 16
            erste Abfahrt        | 05:53 | Markranstädt 05:48, Knautkleeberg 05:53
            letzte Abfahrt       | 20:48 | Markranstädt 20:48, Knautkleeberg 20:53
            Samstag              | 8     | 06:48 … 20:48, 06:53 … 20:53 back
            Sonntag              | 6     | 08:48 … 18:48, 08:53 … 18:53 back
            Summe                | 14    | 8 + 6
            Bahnanschluss        | 0     | RB20 :29 → :48, :12 → :31: always 19; Knauthain: RB22 18
            Stichfahrt           | 0     | 11 stops, each once
        """),
        (Audit("PlusBus MDV", NOT_MET, ("Bahnanschluss",)),),
    ),
    ExpectedLine(
        "D 271", "PlusBus", 60, "Borna, Bahnhof", "Pegau, Bahnhof",
        _measured("""
            stündlich            | 12    | none in the hours 9 and 11, Borna 08:34, 10:34, 12:34
            gleiche Minute       | 100   | :34 and :48 in 12 of 12 hours; half-hourly trips between
            Fahrtenpaare         | 18    | 18 and 18, no two less than 30 min apart
            Schultag = Ferientag | 0     | all 18; seven partial school trips on top
            erste Abfahrt        | 05:48 | Borna 05:34, Pegau 05:48
            letzte Abfahrt       | 20:34 | Borna 20:34, Pegau 20:48
            Samstag              | 7     | 06:34 … 18:34, 06:48 … 18:48 back
            Sonntag              | 6     | 08:34 … 18:34, 08:48 … 18:48 back
            Summe                | 13    | 7 + 6
            Bahnanschluss        | 100   | S6 :24 → :34, :26 → :36: 10 (Neukieritzsch misses by 2)
            Stichfahrt           | 0     | 20 stops, each once
        """),
        (Audit("PlusBus MDV", NOT_MET, ("stündlich",)),),
    ),
    # several at once
    ExpectedLine(
        "D 258", "PlusBus", 60, "Borna, Bahnhof", "Lucka, Markt",
        _measured("""
            stündlich            | 12    | Lucka 07:48, 09:01 and 11:59, 13:01: none in hours 8, 12
            gleiche Minute       | 42    | Borna :29 in 6 of 14 hours, then 12:37, 13:22, 14:42 …
            Fahrtenpaare         | 17    | 17 out with 15:12, 18 back with 13:38 and 14:38
            Schultag = Ferientag | 0     | 16 and 16, as irregular on both days
            erste Abfahrt        | 05:29 | Borna 05:29, Lucka 04:48
            letzte Abfahrt       | 20:03 | Borna 20:29, Lucka 20:03
            Samstag              | 7     | 06:29 … 18:29, 07:01 … 19:01 back
            Sonntag              | 6     | 09:29 … 19:29, 10:01 … 20:01 back
            Summe                | 13    | 7 + 6
            Bahnanschluss        | 50    | to Lucka 8 of 16 (S6 :24 → :32; :45 waits 21), back 12
            Stichfahrt           | 0     | 17 stops, each once
        """),  # Borna and Regis-Breitingen taken together it were 15 of 16 and 16 of 16
        (Audit("PlusBus MDV", NOT_MET, ("stündlich", "gleiche Minute", "Bahnanschluss")),),
    ),
    ExpectedLine(
        "D 660", "PlusBus", 60, "Wurzen, Bahnhof", "Falkenhain",
        _measured("""
            stündlich            | 14    | Wurzen 06:15 … 19:15, Falkenhain 06:21 … 19:21
            gleiche Minute       | 100   | always :15 and :21; 12:45 … 15:45 lie in between
            Fahrtenpaare         | 18    | 20 out, 18 back with 06:44
            Schultag = Ferientag | 0     | 16 and 17
            erste Abfahrt        | 05:15 | Wurzen 05:15, Falkenhain 04:21
            letzte Abfahrt       | 20:15 | Wurzen 20:15, Falkenhain 20:21
            Samstag              | 7     | 06:15 … 18:15, 07:21 … 19:21 back
            Sonntag              | 0     | four trips, all turning in Lüptitz: none over the line
            Summe                | 7     | 7 + 0
            Bahnanschluss        | 100   | RE50 :10 → :15, :45 → :50: 5
            Stichfahrt           | 0     | 10 stops, each once
        """),
        (Audit("PlusBus MDV", NOT_MET, ("Sonntag", SUM)),),
    ),
    ExpectedLine(
        "D 689", "PlusBus", 60, "Gerichshain, Bahnhof", "Beucha (Brandis)",
        _measured("""
            stündlich            | 12    | Beucha 06:15 … 17:15: none in the hours 18 and 19
            gleiche Minute       | 100   | always :32 and :15
            Fahrtenpaare         | 13    | 14 out, 13 back
            Schultag = Ferientag | 0     | 14 and 13 on both days
            erste Abfahrt        | 05:32 | Gerichshain 05:32, Beucha 05:15
            letzte Abfahrt       | 17:15 | Gerichshain 18:32, Beucha 17:15
            Samstag              | 6     | 07:32 … 17:32 and 24:32 out, 07:15 … 17:15 back
            Sonntag              | 6     | 08:32 … 18:32, 08:15 … 18:15 back
            Summe                | 12    | 6 + 6
            Bahnanschluss        | 100   | S3 :26 → :32, :28 → :34: 6
            Stichfahrt           | 0     | 9 stops, each once
            Anteil 5–21 Uhr      | 100   | all 27 from 05:15 to 18:32
        """),
        (
            Audit("PlusBus MDV", NOT_MET, ("stündlich", "Fahrtenpaare", "letzte Abfahrt")),
            Audit("PlusBus Sachsen 13", MET),
        ),
    ),
    # TaktBus, and what becomes of two of them under the brand
    ExpectedLine(
        "D 279", "TaktBus", 120, "Geithain, Bahnhof", "Rochlitz, Markt",
        _measured("""
            stündlich            | 11    | Geithain: none in the hours 8, 10, 18; Rochlitz 9, 11, 19
            zweistündlich        | 6     | Geithain 07:10 … 17:10, Rochlitz 06:37 … 16:37
            gleiche Minute       | 100   | :10 of the odd, :37 of the even hours
            Fahrtenpaare         | 13    | 9 and four of the school's each way
            Schultag = Ferientag | 0     | 9 and 9
            erste Abfahrt        | 06:37 | Geithain 05:10, Rochlitz 06:37
            letzte Abfahrt       | 21:10 | Geithain 21:10, Rochlitz 22:37
            Samstag              | 7     | 07:10 … 19:10, 08:37 … 20:37 back
            Sonntag              | 6     | 09:10 … 19:10, 10:37 … 20:37 back
            Summe                | 13    | 7 + 6
            Bahnanschluss        | 100   | RE6 :06 → :12, :48 → :54: 6
            Stichfahrt           | 0     | 6 stops, each once
        """),
        (
            Audit("TaktBus", MET),
            Audit("PlusBus MDV", NOT_MET, ("stündlich", "Fahrtenpaare", "erste Abfahrt")),
        ),
    ),
    ExpectedLine(
        "D 107", "TaktBus", 60, "Markkleeberg, Bahnhof", "Zwenkau, Schulzentrum",
        _measured("""
            stündlich            | 14    | 06:47 … 19:47 at both ends: more than a TaktBus needs
            zweistündlich        | 6     | two trips in each block
            gleiche Minute       | 100   | always :47; the school's 06:50 beside 06:47
            Fahrtenpaare         | 16    | 17 out, but 06:50 runs 3 min behind 06:47; 16 back
            Schultag = Ferientag | 0     | 16 and 16
            erste Abfahrt        | 05:47 | Zwenkau 04:47, Connewitz 05:47
            letzte Abfahrt       | 19:47 | Zwenkau 19:47, Connewitz 20:47
            Samstag              | 0     | Mo–Fr only
            Sonntag              | 0     | Mo–Fr only
            Summe                | 0     | 0 + 0
            Bahnanschluss        | 100   | :05 → S4 :11, S4 :49 → :55: 6
            Stichfahrt           | 0     | 17 stops, each once
        """),
        (
            Audit("TaktBus", NOT_MET, ("Samstag",)),
            Audit("PlusBus MDV", NOT_MET, ("letzte Abfahrt", "Samstag", "Sonntag", SUM)),
        ),
    ),
    ExpectedLine(
        "D 663", "TaktBus", 120, "Wurzen, Bahnhof", "Eilenburg, Markt",
        _measured("""
            zweistündlich        | 6     | Wurzen 07:14 … 17:14, Eilenburg 06:06 … 16:06
            gleiche Minute       | 100   | :14 of the odd, :06 of the even hours
            Fahrtenpaare         | 11    | 8 and three of the school's each way
            erste Abfahrt        | 06:06 | Wurzen 05:14, Eilenburg 06:06
            letzte Abfahrt       | 19:14 | Wurzen 19:14, Eilenburg 20:06
            Samstag              | 5     | 07:14 … 15:14, 08:06 … 16:06 back
            Sonntag              | 0     | none
            Bahnanschluss        | 100   | RE50 :10 → :14, :46 → :50: 4, and the rule asks for 3
            Stichfahrt           | 1     | Böhlitz, on the way to Röcknitz and on the way back
        """),
        (Audit("TaktBus", NOT_MET, ("Stichfahrt",)),),
    ),
    ExpectedLine(
        "D 265", "TaktBus", 180, "Geithain, Bahnhof", "Meusdorf",
        _measured("""
            zweistündlich        | 4     | Geithain 09:12, 12:12 and 15:12, 18:12: not 10–12, 16–18
            gleiche Minute       | 100   | :12 and :20 of every third hour
            Fahrtenpaare         | 7     | 5 and two of the school's each way
            erste Abfahrt        | 06:12 | Geithain 06:12, Meusdorf 05:20
            letzte Abfahrt       | 17:20 | Geithain 18:12, Meusdorf 17:20
            Samstag              | 2     | 09:12 and 15:12, 08:20 and 14:20 back
            Sonntag              | 0     | none
            Bahnanschluss        | 100   | RE6 :06 → :12, :48 → :54: 6
            Stichfahrt           | 0     | 14 stops, each once
        """),
        (Audit("TaktBus", NOT_MET, ("zweistündlich", "Samstag")),),
    ),
)  # fmt: skip
