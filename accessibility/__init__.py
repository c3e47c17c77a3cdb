"""What the network gives people: places, journeys, measures per Ortsteil, maps."""
