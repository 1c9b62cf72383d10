"""What everything is called, and how an outcome looks."""
