"""Screens of what keeps the law current: notices seen, drafts."""
