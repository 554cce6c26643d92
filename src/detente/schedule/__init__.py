"""Tariff schedules of both sides: official editions and notes become dated lines."""
