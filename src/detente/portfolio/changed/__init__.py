"""A law with some clauses changed: bound by what the change touches, over lines already answered."""
