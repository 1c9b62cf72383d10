"""A question put to every row of a table."""
