"""From files to a checked lawbook."""
