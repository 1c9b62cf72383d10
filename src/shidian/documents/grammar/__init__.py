"""What a text says, by a grammar of its own words."""
