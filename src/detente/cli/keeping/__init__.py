"""Commands that keep the law current: notices of official sources, and law files."""
