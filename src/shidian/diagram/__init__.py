"""The meaning compiled: one structure that answers for millions of cases, and about the law itself."""
