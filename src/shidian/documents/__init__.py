"""What documents say that is known, new, wrong or disputed."""
