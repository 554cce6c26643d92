"""Names of parties compared: folded, indexed, scored; the same for every list and every question."""
