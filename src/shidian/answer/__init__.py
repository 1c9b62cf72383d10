"""From facts to a decision, and from a decision to words."""
