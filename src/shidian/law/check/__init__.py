"""What a record cannot say of itself."""
