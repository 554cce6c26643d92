"""The law bound to a schedule: compiled once into tables that files of lines and the panel read."""
