"""A question in the user's own words: what was understood as chips, what was not, and the case that it makes."""
