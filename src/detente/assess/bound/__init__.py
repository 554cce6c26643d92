"""The law bound to a schedule: compiled once into tables that every evaluation reads."""
