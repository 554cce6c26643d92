"""When to enter: days around each clock, bonded warehouse, zone, option value of waiting, recoverable duty."""
