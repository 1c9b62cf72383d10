"""One module a peer: the same lawbook, translated by program, answered by another engine."""
