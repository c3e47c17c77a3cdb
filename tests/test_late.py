"""Modules loaded late: not before something of them is asked for, and then as any import."""

import subprocess
import sys

import pytest

from gtfs.late import Late


def said_by(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout


def test_a_late_module_is_loaded_when_something_of_it_is_asked_for() -> None:
    code = """
import sys
from gtfs.late import Late
colours = Late("colorsys")
print("colorsys" in sys.modules)
print(colours.rgb_to_hsv(1.0, 0.0, 0.0), "colorsys" in sys.modules)
"""
    assert said_by(code) == "False\n(0.0, 1.0, 1.0) True\n"


def test_what_the_module_has_not_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="'colorsys' has no attribute 'rainbow'"):
        _ = Late("colorsys").rainbow


def test_who_could_read_feeds_or_draw_has_not_loaded_what_it_takes() -> None:
    code = """
import sys
import accessibility.maps, gtfs.read
from accessibility import pens
print(sorted({"matplotlib", "partridge"} & sys.modules.keys()))
print(pens.Figure.__module__, pens.Outline.__module__)
"""
    assert said_by(code) == "[]\nmatplotlib.figure matplotlib.path\n"
