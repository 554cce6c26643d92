"""A stack in words: its layers as lines, both readings, notes."""
