"""Frames become one description of a chart; the description becomes an interactive figure, an image and a table."""
