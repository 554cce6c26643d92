"""Clocks, decisions, outcomes, what-if, exposure, calendar."""
