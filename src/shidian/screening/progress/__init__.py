"""What of a screening is whole, and what was counted in it."""
