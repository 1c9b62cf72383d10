"""The pages of the programme desk: they work without scripts, in Chinese and English, and only for whom they are meant."""
