"""The law on a day, as known on a day: tracks, status, the card and its sentences."""
