"""When to enter: days around each clock, bond, zone, option value of waiting, recoverable duty."""
