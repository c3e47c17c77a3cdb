"""Words: the sentences that travel with everything the demo writes."""

from accessibility.words import DEMO_SENTENCE

README = f"""{DEMO_SENTENCE}

Der ganze Landkreis: 30 Kommunen mit ihren Nachbarn von Leipzig bis Chemnitz.
Dieser Ordner wurde von `mobility demo` geschrieben und ist von Lauf zu Lauf byte-gleich.

region.toml              was gelesen wird, und die Tage der Auswertung
demo.gtfs.zip            erfundener Fahrplan (GTFS), ein Fahrplanjahr
demo.osm.pbf             erfundene Straßen, Häuser, Grenzen (OSM); Namen der Orte sind echt
demo-ortsteile.csv       Ortsteile: Lage auf 0,01° gerundet und innerhalb der Rundung verschoben
demo-zentren.csv         Zentren mit Stufe, auch die Nachbarn (Leipzig, Döbeln, Altenburg, …)
demo-einwohner.csv       wo Menschen wohnen: die Wohngebäude, je 100-m-Feld zusammengefasst

Der Fahrplan enthält mit Absicht einige Fehler, wie wirkliche Feeds sie haben (doppelte Fahrt,
verlorene Station, Betreiber mit zu kurzem Kalender, …): `mobility check` muss sie finden.

Quellen der wirklichen Angaben: Einwohner der Kommunen Destatis GV100 (Stand GV25), auf Ortsteile
nach Gutdünken verteilt; Ortslagen GeoNames, gerundet; Bahnhöfe ERA RINF und DB Haltestellen
2017, gerundet; Zentren nach LEP Sachsen 2013 und, unbestätigt, der Presse zum Regionalplan.
Ferien und Feiertage Sachsens 2025/26 nach eigener Kenntnis, ungeprüft.
"""
