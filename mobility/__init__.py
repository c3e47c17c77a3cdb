"""The network and how to move on it: streets, walks, connections, journeys' profiles."""
