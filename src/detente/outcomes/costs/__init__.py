"""What outcomes cost a portfolio: lines to shapes, shapes to plans, plans to cents, and the clauses that cause it."""
