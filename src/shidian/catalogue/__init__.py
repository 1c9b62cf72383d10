"""The lawbook to look things up in."""
