"""What people say of findings, and the proposals that come of it."""
