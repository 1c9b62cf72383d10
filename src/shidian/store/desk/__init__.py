"""The work of the desk as it is kept: items and changes, the journal of each region and its chain, sealed values, comments and files."""
