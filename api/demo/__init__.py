"""The embedded demo county: tables of facts, and the generator of its GTFS and OSM files."""
