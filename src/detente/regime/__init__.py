"""Law becomes checked, dated, immutable tables; status on a day as known on a day."""
