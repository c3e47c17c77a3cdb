"""Versions of the schema, each standing on the one before."""
