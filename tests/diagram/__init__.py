"""The diagram: what it is made of, and that it is what it says."""
