"""The answers of many nodes at once, by loops compiled by numba over sets of bits in arrays."""
