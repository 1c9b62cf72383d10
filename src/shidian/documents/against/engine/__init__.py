"""What a document says and the engine can be asked about: shares, paths, stays, and who may enter without a visa."""
