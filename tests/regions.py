"""Regions made of real data: a region file, places and centres typed here, feeds and OSM beside.

Coordinates are of public squares, town halls and village greens, rounded to 0.001 degrees.
"""

from pathlib import Path
from textwrap import dedent

import pandas as pd
from feeds import shared_data

RNV_PLACES = """
    id,name,kommune,lon,lat,population
    ma-innen,Innenstadt,Mannheim,8.468,49.487,32000
    ma-kaefertal,Käfertal,Mannheim,8.519,49.511,27000
    ma-sandhofen,Sandhofen,Mannheim,8.449,49.546,13500
    ma-seckenheim,Seckenheim,Mannheim,8.559,49.464,16000
    ma-feudenheim,Feudenheim,Mannheim,8.531,49.492,14500
    ma-neckarau,Neckarau,Mannheim,8.492,49.454,30000
    ma-rheinau,Rheinau,Mannheim,8.527,49.434,25000
    ma-vogelstang,Vogelstang,Mannheim,8.541,49.515,12800
    ma-friedrichsfeld,Friedrichsfeld,Mannheim,8.572,49.443,5600
    hd-altstadt,Altstadt,Heidelberg,8.707,49.411,10000
    hd-handschuhsheim,Handschuhsheim,Heidelberg,8.686,49.431,17700
    hd-kirchheim,Kirchheim,Heidelberg,8.661,49.380,16500
    hd-rohrbach,Rohrbach,Heidelberg,8.693,49.377,16000
    hd-ziegelhausen,Ziegelhausen,Heidelberg,8.755,49.419,9100
    hd-wieblingen,Wieblingen,Heidelberg,8.641,49.427,10000
    lu-mitte,Mitte,Ludwigshafen,8.445,49.478,12000
    lu-oppau,Oppau,Ludwigshafen,8.403,49.523,9800
    lu-rheingoenheim,Rheingönheim,Ludwigshafen,8.421,49.444,7000
    lu-oggersheim,Oggersheim,Ludwigshafen,8.376,49.491,23000
    ladenburg,Ladenburg,Ladenburg,8.610,49.472,11500
    schriesheim,Schriesheim,Schriesheim,8.660,49.474,15000
    dossenheim,Dossenheim,Dossenheim,8.669,49.449,12500
    weinheim,Weinheim,Weinheim,8.669,49.549,45000
    viernheim,Viernheim,Viernheim,8.579,49.540,34000
    leimen,Leimen,Leimen,8.686,49.348,27000
    eppelheim,Eppelheim,Eppelheim,8.634,49.401,15000
    bad-duerkheim,Bad Dürkheim,Bad Dürkheim,8.171,49.461,18500
"""
RNV_CENTRES = """
    id,name,level,lon,lat
    mannheim,Mannheim Paradeplatz,oberzentrum,8.466,49.487
    heidelberg,Heidelberg Bismarckplatz,oberzentrum,8.693,49.410
    ludwigshafen,Ludwigshafen Berliner Platz,oberzentrum,8.449,49.478
    z-weinheim,Weinheim Marktplatz,mittelzentrum,8.668,49.550
    z-duerkheim,Bad Dürkheim Bahnhof,mittelzentrum,8.171,49.461
    z-ladenburg,Ladenburg Marktplatz,grundzentrum,8.610,49.472
"""
ADDISON_PLACES = """
    id,name,kommune,lon,lat,population
    middlebury,Middlebury Green,Middlebury,-73.169,44.014,6600
    college,Middlebury College,Middlebury,-73.178,44.010,2500
    east-middlebury,East Middlebury,Middlebury,-73.101,43.974,425
    bristol,Bristol Green,Bristol,-73.079,44.133,1700
    bristol-flats,Bristol Flats,Bristol,-73.073,44.128,300
    vergennes,Vergennes Green,Vergennes,-73.253,44.168,2600
    new-haven,New Haven Village,New Haven,-73.156,44.123,300
    new-haven-jct,New Haven Junction,New Haven,-73.187,44.126,150
    ferrisburgh,Ferrisburgh,Ferrisburgh,-73.246,44.205,250
    north-ferrisburgh,North Ferrisburgh,Ferrisburgh,-73.212,44.251,200
    ripton,Ripton,Ripton,-73.037,43.974,588
    bread-loaf,Bread Loaf,Ripton,-72.993,43.953,60
    snow-bowl,Snow Bowl,Hancock,-72.957,43.939,10
    lincoln,Lincoln,Lincoln,-72.997,44.106,400
    starksboro,Starksboro,Starksboro,-73.057,44.227,300
    cornwall,Cornwall,Cornwall,-73.209,43.961,300
    salisbury,Salisbury,Salisbury,-73.101,43.896,250
    leicester,Leicester Four Corners,Leicester,-73.108,43.867,200
    brandon,Brandon Center,Brandon,-73.088,43.798,1700
    forest-dale,Forest Dale,Brandon,-73.059,43.821,300
    addison,Addison Four Corners,Addison,-73.303,44.088,150
    weybridge,Weybridge Hill,Weybridge,-73.215,44.046,120
    hinesburg,Hinesburg,Hinesburg,-73.111,44.329,700
"""
ADDISON_CENTRES = """
    id,name,level,lon,lat
    c-middlebury,Middlebury Green,mittelzentrum,-73.169,44.014
    c-vergennes,Vergennes Green,grundzentrum,-73.253,44.168
    c-bristol,Bristol Green,grundzentrum,-73.079,44.133
    c-brandon,Brandon Center,grundzentrum,-73.088,43.798
"""
POA_PLACES = """
    id,name,kommune,lon,lat
    centro,Centro Histórico,Porto Alegre,-51.230,-30.030
    cidade-baixa,Cidade Baixa,Porto Alegre,-51.222,-30.040
    moinhos,Moinhos de Vento,Porto Alegre,-51.202,-30.026
    menino-deus,Menino Deus,Porto Alegre,-51.222,-30.053
    sarandi,Sarandi,Porto Alegre,-51.128,-29.990
    partenon,Partenon,Porto Alegre,-51.177,-30.058
    cristal,Cristal,Porto Alegre,-51.240,-30.085
    ipanema,Ipanema,Porto Alegre,-51.230,-30.135
    lomba,Lomba do Pinheiro,Porto Alegre,-51.110,-30.110
    restinga,Restinga,Porto Alegre,-51.140,-30.150
"""
POA_CENTRES = """
    id,name,level,lon,lat
    mercado,Mercado Público,oberzentrum,-51.228,-30.028
"""
POA = """
    name = "Porto Alegre"
    crs = "EPSG:32722"
    data_status = "official"
    [inputs]
    gtfs = ["{shared}/poa/poa_eptc.gtfs.zip", "{shared}/poa/poa_trensurb.gtfs.zip"]
    osm = "{shared}/poa/poa.osm.pbf"
    ortsteile = "ortsteile.csv"
    zentren = "zentren.csv"
    population = "people.csv"
    [days]
    schultag = 2019-05-28
"""
RNV = """
    name = "Rhein-Neckar"
    crs = "EPSG:25832"
    data_status = "official"
    [inputs]
    gtfs = ["{shared}/rnv/rnv.gtfs.zip"]
    osm = "{shared}/rnv/rnv.osm.pbf"
    ortsteile = "ortsteile.csv"
    zentren = "zentren.csv"
    [days]
    schultag = 2016-11-15
    samstag = 2016-11-19
    sonntag = 2016-11-20
"""
ADDISON = """
    name = "Addison County"
    crs = "EPSG:32618"
    data_status = "official"
    [inputs]
    gtfs = ["{shared}/addison/addison.gtfs.zip"]
    osm = "{shared}/addison/addison.osm.gz"
    ortsteile = "ortsteile.csv"
    zentren = "zentren.csv"
    [days]
    schultag = 2016-07-05
"""


REGIONS = {
    "rnv": (RNV, RNV_PLACES, RNV_CENTRES),
    "addison": (ADDISON, ADDISON_PLACES, ADDISON_CENTRES),
    "poa": (POA, POA_PLACES, POA_CENTRES),
}


def write_region(folder: Path, name: str) -> Path:
    """Write the region file of a name in ``REGIONS`` and its tables; feeds and OSM stay shared."""
    region, places, centres = REGIONS[name]
    shared = shared_data(name).parent
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in (("ortsteile.csv", places), ("zentren.csv", centres)):
        (folder / file).write_text(dedent(text).strip() + "\n", encoding="utf-8")
    if name == "poa":
        hexagons = pd.read_csv(shared / "poa" / "poa_hexgrid.csv")
        people = hexagons.rename(columns={"population": "people"})
        people[["id", "lon", "lat", "people"]].to_csv(folder / "people.csv", index=False)
    path = folder / "region.toml"
    path.write_text(dedent(region).format(shared=shared), encoding="utf-8")
    return path
