"""What stops a table before a wrong row of it is answered."""
