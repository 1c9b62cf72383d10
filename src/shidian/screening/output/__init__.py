"""Answers as files: how each format is written, and counted once it is."""
