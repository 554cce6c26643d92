"""Entries into China: their value-added tax, their steps, what an exclusion changes."""
