"""Outcome files read, checked and laid over the law: dated clauses that change it, never a copy of it."""
