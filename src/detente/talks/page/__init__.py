"""Comparisons to an answer: analysis of a folder, the answer model, files and the HTML page."""
