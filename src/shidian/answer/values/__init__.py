"""Values as people and programs write them (amounts, days, yes and no, names): read from text, and refused where they cannot be meant."""
