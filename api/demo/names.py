"""Names: ids made of names, and names of streets."""

import re
import unicodedata

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})

STOPS = (
    "Leipziger Straße",
    "Bahnhofstraße",
    "Wurzener Straße",
    "Dresdner Straße",
    "Am Anger",
    "Kirchweg",
    "Feldweg",
    "Siedlung",
    "Mühle",
    "Abzweig",
    "Gasthof",
    "Lindenstraße",
    "Schulstraße",
    "Gartenstraße",
    "Waldweg",
    "Feuerwehr",
    "Am Sportplatz",
    "Gutshof",
    "Ziegelei",
    "Neue Häuser",
)
STREETS = (
    "Hauptstraße",
    "Dorfstraße",
    "Am Anger",
    "Kirchweg",
    "Feldstraße",
    "Mühlweg",
    "Gartenweg",
    "Zur Schäferei",
    "Siedlungsstraße",
    "Lindenweg",
    "Am Bach",
    "Gutsweg",
    "Waldstraße",
    "Am Dorfteich",
    "Ringstraße",
)
STREETS_OF_TOWNS = (
    "Leipziger Straße",
    "Bahnhofstraße",
    "Goethestraße",
    "Schillerstraße",
    "Lange Straße",
    "Brückenstraße",
    "August-Bebel-Straße",
    "Karl-Marx-Straße",
    "Muldenufer",
    "Am Wallgraben",
    "Schulstraße",
    "Gartenstraße",
    "Beethovenstraße",
    "Friedrichstraße",
    "Südstraße",
    "Nordstraße",
    "Klosterstraße",
    "Badergraben",
    "Weberstraße",
    "Lindenallee",
)


def slug(name: str) -> str:
    """Return the name as an id: ``Döben`` → ``doeben``, ``Grimma, Markt`` → ``grimma-markt``."""
    plain = unicodedata.normalize("NFC", name).lower().translate(UMLAUTS)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
