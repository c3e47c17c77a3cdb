"""Ortsteile of the demo county: the verdicts of the standard, reckoned by hand beforehand.

The standard (contract §6): journey_time_p50 within the limit of the class (RIN 2008: 30, 45 and
90 min; Bahn and S-Bahn 30: Annahme) and a useful journey in every two-hour slot of the window
(6 to 20 h; Saturday and Sunday 8 to 20 h), there and back, to one target. A row holds for an
Ortsteil when it holds for half of its people or more. Days as in ``expected_lines``.

Reckoned from lines, departures and walks (80 m a minute, and a minute at the first stop) before
looking at the program's table; where the hand was wrong the row says "overlooked" and what.
The target is named where the standard is met; where nobody meets it any target is as good.
"""

from typing import NamedTuple

from expected_lines import cells

CLASSES = {
    "GZ": "grundzentrum",
    "MZ": "mittelzentrum",
    "OZ": "oberzentrum",
    "Bahn": "bahn",
    "S-Bahn": "sbahn",
}
DAYS = {"Schul": "schultag", "Ferien": "ferientag", "Sa": "samstag", "So": "sonntag"}


class ExpectedVerdict(NamedTuple):
    """What an Ortsteil has towards a class of targets on a day."""

    ortsteil: str
    kommune: str
    kind: str
    day: str
    verdict: str
    target: str  # empty: none is asserted
    why: str


def _of(ortsteil: str, kommune: str, text: str) -> tuple[ExpectedVerdict, ...]:
    """Return a record for each day of the rows ``class | days | verdict | target``.

    Under each row stands the reason, in a line of its own.
    """
    lines = text.strip().splitlines()
    rows = zip(cells("\n".join(lines[::2])), lines[1::2], strict=True)
    return tuple(
        ExpectedVerdict(ortsteil, kommune, CLASSES[kind], DAYS[day], verdict, target, why.strip())
        for (kind, days, verdict, target), why in rows
        for day in days.split()
    )


VERDICTS = (
    # cores of towns: with an S-Bahn, without a station, with a bus to trains that are no S-Bahn
    *_of("Borna", "Borna", """
        GZ     | Schul So        | erfüllt       | Borna
            on foot: next to nobody lives 1600 m from the Markt
        OZ     | Schul So        | erfüllt       | Leipzig
            S6 each :06 and :36, 42 min to Leipzig Markt, about 12 min to the station
        S-Bahn | Schul So        | erfüllt       | Borna, Bahnhof
            two thirds on foot, the others by D A Borna: half-hourly, on Sunday hourly
    """),
    *_of("Zwenkau", "Zwenkau", """
        GZ     | So              | erfüllt       | Zwenkau
            on foot
        MZ     | Schul           | erfüllt       | Markkleeberg
            D 107 takes 16 min, D 100 20 min, each hourly
        MZ     | Sa So           | erfüllt       | Markkleeberg
            D 100 alone, 08:14 … 18:14 and back 09:26 … 19:26: every slot of two hours
        OZ     | So              | erfüllt       | Leipzig
            the same D 100, 6 min at Gaschwitz, S6 16 min
        S-Bahn | Schul           | erfüllt       | Böhlen, Bahnhof
            D 101 and D 144, each hourly, 7 min
        S-Bahn | So              | erfüllt       | Böhlen, Bahnhof
            D 101 08:13 … 18:13 and back 09:40 … 19:40, with D 144 in between
    """),
    # D 613 to RE6 at Bad Lausick takes 73 min from the Markt, D 619 to RB110 at Grimma 89 to 91,
    # D 288 to RE6 at Geithain 94, all of them useful: every slow bus on the list lifts its median.
    *_of("Colditz", "Colditz", """
        GZ     | Schul           | erfüllt       | Colditz
            on foot
        MZ     | Schul           | nicht erfüllt |
            D 619 30 min, 13 min on foot to Grimma's Markt and 5 at home: a few minutes over 45
        OZ     | Schul           | erfüllt       | Leipzig
            D 613 at ten of the :34, back 06:14 … 18:14: just the half of the 20 in the window
        OZ     | Ferien          | nicht erfüllt |
            D 613 is 7 of 21 (overlooked at first: 7 of D 288; without these 7 of 14 would do)
        OZ     | Sa So           | nicht erfüllt |
            D 613 is 4 of 13 and 3 of 9, so the median is D 619's and 3 min too long
        Bahn   | Schul So        | erfüllt       | Großbothen, Bahnhof
            D 619 17 min; on Sunday 09:23 … 19:23 and back 08:20 … 20:20
        S-Bahn | Schul           | erfüllt       | Geithain, Bahnhof
            D 288 23 min, 07:13 … 19:13 (overlooked at first): within 30 for seven people of ten
        S-Bahn | So              | nicht erfüllt |
            no D 288; the trains at Großbothen and Bad Lausick are no S-Bahn
    """),
    *_of("Brandis", "Brandis", """
        OZ     | So              | erfüllt       | Leipzig
            D 680 08:12 … 20:12 and RB110 at Beucha: 38 min from the Markt; D 689 and S3 as well
        S-Bahn | Schul           | erfüllt       | Gerichshain, Bahnhof
            D 689 5 min until 17:23, D 676 after that
        S-Bahn | Sa              | erfüllt       | Borsdorf, Bahnhof
            D 689 and D 687 end before 18:00; D 680 16 min 08:12 … 18:12, back 08:31 … 18:31
        S-Bahn | So              | erfüllt       | Gerichshain, Bahnhof
            D 689 08:23 … 18:23 and back 08:32 … 18:32: later than on Saturday
    """),
    *_of("Trebsen/Mulde", "Trebsen/Mulde", """
        MZ     | Schul Sa        | erfüllt       | Grimma
            D 693 16 min, hourly; on Saturday 09:35 … 19:35 and back 08:10 … 18:10
        MZ     | So              | erfüllt       | Grimma
            D 693 back ends at 16:10; overlooked at first: D 694 18:08 to Neichen, 1.2 km away
    """),
    # villages with a Saturday and no Sunday
    *_of("Elstertrebnitz", "Elstertrebnitz", """
        GZ     | Schul Ferien Sa | erfüllt       | Pegau
            D 150 6 min; on Saturday 10:01 … 20:01 and back 09:53 … 19:53
        GZ     | So              | nicht erfüllt |
            no D 150, and Pegau is 2.2 km away
        MZ     | Schul           | erfüllt       | Zeitz
            D 150 26 min across the border, 07:58 … 19:58 and back 07:36 … 19:36
        Bahn   | Sa              | erfüllt       | Pegau, Bahnhof
            D 150 4 min
        Bahn   | So              | nicht erfüllt |
            no D 150; only the last houses are within 1600 m of the station
    """),
    *_of("Hohburg", "Lossatal", """
        MZ     | Schul Ferien    | erfüllt       | Wurzen
            D 660 13 min, hourly
        MZ     | Sa              | erfüllt       | Wurzen
            D 660 09:31 … 19:31 and back 08:17 … 18:17
        MZ     | So              | nicht erfüllt |
            D 660 turns in Lüptitz
        OZ     | Schul           | erfüllt       | Leipzig
            D 660, 5 min at Wurzen, RE50 18 min: about 50; last way back at 19:38
        OZ     | Sa              | nicht erfüllt |
            the last D 660 at 18:15 means leaving Leipzig at 17:38: nothing from 18 to 20
    """),
    *_of("Röcknitz", "Thallwitz", """
        MZ     | Schul Ferien    | erfüllt       | Eilenburg
            D 663 18 min, 07:36 … 19:36 and back 06:06 … 18:06; Wurzen is a minute farther
        MZ     | Sa              | nicht erfüllt |
            D 663 home from Eilenburg ends at 16:06, from Wurzen at 15:17
        MZ     | So              | nicht erfüllt |
            no bus at all
    """),
    # Kohrener Land
    *_of("Jahnshain", "Frohburg", """
        GZ     | Schul           | nicht erfüllt |
            Geithain by D 265 in 24 min, but the last one there is at 17:23
        GZ     | Ferien          | nicht erfüllt |
            D 265 every three hours; the Rufbus D 296 meets no D 263 at Theusdorf
        GZ     | Sa So           | nicht erfüllt |
            two trips of D 265 on Saturday, none on Sunday
    """),
    *_of("Kohren-Sahlis", "Frohburg", """
        GZ     | Schul Ferien    | erfüllt       | Frohburg
            D 264 14 min, 07:33 … 19:33 and back 06:13 … 18:13
        GZ     | Sa              | erfüllt       | Frohburg
            in the season: D 269 10:33 … 17:33 between D 264 at 09:33 and 19:33, and so back
        GZ     | So              | nicht erfüllt |
            even in the season: D 269 10:33 … 17:33 alone leaves 8 to 10 and 18 to 20 empty
    """),
    # a school bus and nothing else
    *_of("Maltitz", "Groitzsch", """
        GZ     | Schul           | nicht erfüllt |
            the last D 181 to Groitzsch is at 08:27
        GZ     | Ferien Sa So    | nicht erfüllt |
            D 181 runs on days of school only
    """),
    # short of it by one slot each way
    *_of("Döhlen", "Markranstädt", """
        GZ     | Schul Ferien    | erfüllt       | Markranstädt
            D 165 6 min, 07:26 … 19:26 and back 06:29 … 18:29
        GZ     | Sa              | erfüllt       | Markranstädt
            D 165 09:26 … 19:26 and back 08:29 … 18:29
        GZ     | So              | nicht erfüllt |
            D 165 09:26 … 17:26 and back 10:29 … 18:29: five of six slots
        Bahn   | Schul           | erfüllt       | Markranstädt, Bahnhof
            D 165 7 min
        Bahn   | So              | nicht erfüllt |
            the same five slots
        S-Bahn | Schul           | nicht erfüllt |
            RB20 is none, and no S-Bahn is nearer than Leutzsch
    """),
    # on foot
    *_of("Lobstädt", "Neukieritzsch", """
        S-Bahn | Schul Ferien Sa So | erfüllt    | Lobstädt, Bahnhof
            720 m from the middle of the village: who walks there needs no slot
    """),
)  # fmt: skip
