"""Line picture: the lines of a day as the content of a map."""

import geopandas as gpd
import pandas as pd

from accessibility.classes import Band, Scale
from accessibility.figures import Measure
from accessibility.picture import Imprint, Layers, MapPicture
from accessibility.words import day_name, number, timetable_of

LINES = "linien"  # what the command line calls this map among its measures

DOT = Band("Ortsteil", "#8a857d")
PLACES = Measure(  # all places are alike: dots to find one's way by
    "Ortsteile", "", Scale((), (DOT,), DOT), number, walkers_apart=False
)
DEFINITION = (
    "Alle Linien mit Fahrten am Tag, auf dem Weg der Fahrplandaten; wo diese keinen nennen, gerade "
    "von Halt zu Halt. Breite: Fahrten am Tag zwischen zwei Haltestellen in Folge, beide "
    "Richtungen und alle Linien eines Produkts zusammen. Produkte nach den Worten der "
    "Fahrplandaten; Bus: ohne solche Angabe. Wo mehrere denselben Weg nehmen, liegt das Produkt "
    "oben, das in der Legende weiter oben steht."
)


def build_line_picture(
    places: gpd.GeoDataFrame, offer: pd.DataFrame, *, day: str, layers: Layers, imprint: Imprint
) -> MapPicture:
    """Return the map of the lines of a day: places with name, kommune and population."""
    when = imprint.dates.get(day)
    parts = (imprint.region, day_name(day), timetable_of(when) if when else "")
    return MapPicture(
        title="Liniennetz",
        subtitle=" · ".join(part for part in parts if part),
        definition=DEFINITION,
        measure=PLACES,
        places=places.assign(value=0.0, walk_share=0.0, target="").reset_index(drop=True),
        layers=layers,
        imprint=imprint,
        offer=offer,
    )
