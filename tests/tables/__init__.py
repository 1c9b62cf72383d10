"""Tables as bureaus, advisers, HR and analysts keep them: made up, and with what each of their lines means, written by hand."""
