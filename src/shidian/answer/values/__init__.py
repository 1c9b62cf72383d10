"""Amounts and days as people write them: read from text, and refused where they cannot be meant."""
