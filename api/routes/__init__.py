"""Routes: one file per group of addresses; each parses, asks the desk, answers."""
