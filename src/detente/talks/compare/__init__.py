"""Statements to comparisons: the claim store, disagreements, agreements, commitments, the record."""
