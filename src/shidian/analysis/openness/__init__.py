"""Openness: how far a basket of activities is open to an investor, by region and day, from every decision of the compiled law."""
