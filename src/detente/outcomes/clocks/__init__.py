"""Clocks of both sides, what each outcome makes of a clause, and what was learned between two days."""
