"""Every door fed from a grammar of its own: whatever is sent, the end is an answer or an error of the tree, never a traceback.

A push tries a few inputs at each door, with a seed that turns daily; `make fuzz` tries very many (SHIDIAN_FUZZ, inputs of each grammar).
"""
