"""What outcomes cost a portfolio: lines to shapes, shapes to plans, plans to cents; clauses as causes."""
