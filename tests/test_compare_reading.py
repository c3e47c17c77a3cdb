"""How to read that somebody counts as worse off who is no later, or better off who is no sooner."""

from datetime import date

from before_after import NOTHING_RUNS, Found, compared, found, gone
from test_compare import HOURLY
from towns import MITTE, Home, Target, bus

from accessibility.compare_changes import Changed, Changes
from accessibility.compare_explained import reading_data
from accessibility.compare_reading import BETTER, Reading, reading_of
from accessibility.compare_report import compare_paper
from accessibility.compare_subject import Result, Subject, headline
from accessibility.compare_yardstick import Yardstick
from accessibility.picture import Imprint
from accessibility.report_document import as_markdown

IMPRINT = Imprint("Tal", {"tag": date(2024, 5, 14)}, "EPSG:25833", "Feed", data_status="demo")
# 35 minutes at :25 and :45, each of use before the quick one of :05 arrives at :25
SLOW = bus("61", "A B", "6:25-18:25", takes=35) + bus("62", "A B", "6:45-18:45", takes=35)


def reading(before: Found, after: Found) -> Reading:
    stick = Yardstick(before.question.places, before.points)
    return reading_of(stick, after.points, after.fixed(before))


def test_slow_buses_more_raise_the_median_and_nobody_is_later() -> None:
    before, after = found(HOURLY, Home("Dorf")), found(HOURLY + SLOW, Home("Dorf"))

    told = reading(before, after)

    assert told.of("tag", "mittelzentrum")["people_worse"] == 100
    assert told.of("tag", "mittelzentrum")["people_worse_kept"] == 100
    example = told.example
    assert example is not None
    assert (example.ortsteil_id, example.people) == ("dorf", 100)
    assert example.after["journey_time_p50"] - example.before["journey_time_p50"] == 15 * 60
    assert example.held["travel_time_p50"] < example.before["travel_time_p50"]


def test_scripts_read_the_same_reason_with_figures_and_example() -> None:
    before, after = found(HOURLY, Home("Dorf")), found(HOURLY + SLOW, Home("Dorf"))

    told = reading_data(reading(before, after), Changes(added_only=True), {"dorf": "Dorf"})

    assert told is not None
    assert told["why"].startswith("„Deutlich schlechter“ und „nicht mehr eingehalten“ zählen")
    assert (told["added_only"], len(told["counts"])) == (True, 2)
    assert told["example"].startswith("ein Wohnort mit 100 Einwohnern in Dorf, ")
    assert "(Median) 25 min → 40 min" in told["example"].replace("\u202f", " ")
    same = reading(before, before)
    assert reading_data(same, Changes(), {}) is None


def test_who_loses_the_bus_is_not_excused() -> None:
    before, after = found(HOURLY, Home("Dorf")), found(NOTHING_RUNS, Home("Dorf"))

    told = reading(before, after)

    assert told.of("tag", "mittelzentrum")["people_worse"] == 100
    assert told.of("tag", "mittelzentrum")["people_worse_kept"] == 0
    assert told.example is None


def test_where_nothing_changes_there_is_nothing_to_read() -> None:
    same = found(HOURLY, Home("Dorf"))

    assert reading(same, same).example is None


def report(before: Found, after: Found, changes: Changes) -> str:
    one = Result(
        "Mehr",
        compared(before, after, fixed=True),
        losers=gone(before, after),
        reading=reading(before, after),
        changes=changes,
    )
    return headline(one) + as_markdown([compare_paper(Subject("Heute", [one], IMPRINT))])


def test_the_report_says_what_is_changed_and_how_to_read_it() -> None:
    before, after = found(HOURLY, Home("Dorf")), found(HOURLY + SLOW, Home("Dorf"))
    change = Changed(1, "61: neu", "im Takt", ["61 (neu): A – B"], ["Schultag: 61 13 neu"])

    text = report(before, after, Changes("Worum es geht.", [change], ["Vorsicht"], added_only=True))

    assert "100 deutlich schlechter (davon 100 im Median nicht später)" in text
    assert "| Mittelzentrum | 0 | 100 (100 im Median nicht später) |" in text
    assert "## Was geändert wird" in text
    assert "| 1 | 61: neu (im Takt; 61 (neu): A – B) | Schultag: 61 13 neu |" in text
    assert "Hinweis: Vorsicht" in text
    assert "Dieses Szenario nimmt keine Fahrt weg und verlegt keine." in text
    assert "| Mittelzentrum | Tag | 100 | 100 | 0 | 0 |" in text
    assert "Beispiel: ein Wohnort mit 100 Einwohnern" in text


def test_slow_buses_less_lower_the_median_and_nobody_is_sooner() -> None:
    before, after = found(HOURLY + SLOW, Home("Dorf")), found(HOURLY, Home("Dorf"))

    told = reading(before, after)

    counts = told.of("tag", "mittelzentrum")
    assert (counts["people_better"], counts["people_better_kept"]) == (100, 100)
    # at random they wait longer, and there are fewer pairs: worse, too, and not excused
    assert (counts["people_worse"], counts["people_worse_kept"]) == (0, 0)
    example = told.examples[BETTER]
    assert example.after["journey_time_p50"] - example.before["journey_time_p50"] == -15 * 60
    data = reading_data(told, Changes(removed_only=True), {"dorf": "Dorf"})
    assert data is not None
    assert (data["removed_only"], data["example"]) == (True, None)
    assert data["example_better"].startswith("ein Wohnort mit 100 Einwohnern in Dorf, ")


def test_who_gets_a_quicker_bus_is_really_better_off() -> None:
    quicker = bus("60", "A B", "6:05-18:05", takes=10)
    before, after = found(HOURLY, Home("Dorf")), found(quicker, Home("Dorf"))

    counts = reading(before, after).of("tag", "mittelzentrum")

    assert (counts["people_better"], counts["people_better_kept"]) == (100, 0)


def test_a_new_target_that_is_nearer_is_really_better_though_the_old_one_is_as_before() -> None:
    markt = Target("Markt", "C")
    near = bus("61", "A C", "6:05-18:05", takes=5) + bus("61", "C A", "6:31-20:31", takes=5)
    never = "61 (2024-06-03): A C\n 6:05 6:10\n"
    before = found(HOURLY + never, Home("Dorf"), targets=[MITTE, markt])
    after = found(HOURLY + near, Home("Dorf"), targets=[MITTE, markt])

    counts = reading(before, after).of("tag", "mittelzentrum")

    assert (counts["people_better"], counts["people_better_kept"]) == (100, 0)


def test_the_report_says_how_to_read_who_is_better_off_without_any_trip_more() -> None:
    before, after = found(HOURLY + SLOW, Home("Dorf")), found(HOURLY, Home("Dorf"))

    text = report(before, after, Changes(removed_only=True))

    assert "100 Einwohner deutlich besser (davon 100 im Median nicht früher)" in text
    assert "„Im Median nicht früher“: siehe „Wie ‚besser‘ zu lesen ist“." in text
    assert "Dieses Szenario nimmt nur Fahrten weg: früher da ist dadurch niemand." in text


def test_of_what_is_no_scenario_no_changes_are_told() -> None:
    before = found(HOURLY, Home("Dorf"))

    text = report(before, before, Changes())

    assert "Was geändert wird" not in text
    assert "zu lesen ist" not in text
