"""Goods by words: trade words and the schedule's own words -> an index -> ranked lines with a reason."""
