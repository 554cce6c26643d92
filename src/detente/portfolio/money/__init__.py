"""Step 3: the terms of the plans over the values of the rows, in exact cents."""
