"""Scenarios: from the file to what changes for whom."""
