"""Where an address lies, in Chinese and in Latin letters."""
