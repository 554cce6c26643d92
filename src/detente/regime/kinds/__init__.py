"""Kinds of law files: the shape of each, and how it becomes rows."""
