"""Offline pages, with their charts and maps."""
