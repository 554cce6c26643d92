"""Drafts of law files from saved notices, what they would change, and how they land."""
