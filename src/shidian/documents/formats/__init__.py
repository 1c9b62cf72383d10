"""Readers of file formats: bytes in, a document with its blocks out. The only place of reading where files are touched."""
