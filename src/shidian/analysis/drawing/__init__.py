"""Drawings as SVG, without a library or a script: the same on a page, in a memo and as a file.

On a page a drawing takes its colours from the style sheet by its classes, and its width from the page: horizontal places are shares of
the width, so that letters keep their size on a telephone. As a file, or in a memo, it has a width and carries its own colours.
"""
