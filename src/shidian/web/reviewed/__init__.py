"""The review desk on the site: the queue of findings, what a person says of one, and the proposals."""
