"""Questions on keeping the law current."""
