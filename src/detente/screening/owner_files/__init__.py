"""Tables of owners as people and registers keep them: shares, roles, countries, days."""
