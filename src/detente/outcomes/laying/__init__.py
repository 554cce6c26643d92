"""Outcome files read, checked and laid over the law: what would change, in dated clauses, never a copy of the law."""
