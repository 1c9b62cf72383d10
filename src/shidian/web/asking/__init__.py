"""Asking on pages: the facts of a case, what is asked next, the decision, and what would change it."""
