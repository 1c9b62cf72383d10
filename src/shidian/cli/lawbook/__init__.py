"""The commands of a lawbook's editors: check, lock, format, begin a file, import a list, review a change."""
