"""Geographic information systems: OGC API – Features and QGIS."""
