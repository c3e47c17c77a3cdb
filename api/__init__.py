"""The doors: region file, service, command line."""
