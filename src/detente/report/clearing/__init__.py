"""Licences, fees, lists and cleared transactions in words: on a screen, as a page."""
