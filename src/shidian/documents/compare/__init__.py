"""What a document says, held against the lawbook."""
