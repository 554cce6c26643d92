"""Answers of official sources as they are saved: each form read by one module, refused by name and place."""
