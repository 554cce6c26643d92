"""How a file becomes rows, step by step.

In order: `encodings` gives text, `delimited` and `workbooks` give grids, `header` finds the row of names,
`columns` gives each its meaning, `leftovers` leaves out blank rows and totals, `days` and `amounts` settle
the cells by the column, `layouts` folds files that write one line over several rows.
"""
