"""The records of the lawbook: what a file may say, as frozen, typed values."""
