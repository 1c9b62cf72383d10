"""Rules as a person reads them: in a list, and each in words."""
