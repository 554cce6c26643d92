"""Cleared transactions in words: on a screen, as a page."""
