"""The commands of the openness measure, and its answers as tables on a terminal."""
