"""What a server keeps for a visitor."""
