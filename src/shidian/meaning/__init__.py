"""The meaning, by brute force: the reference that every faster engine is compared with.

Every way of filling in what is missing, and every way of resolving what nobody knows, is looked at one by one. Nothing here is
shared with the engine but the records, nothing is clever, and nothing is fast. (docs/concepts/meaning.md says it in words.)
"""
