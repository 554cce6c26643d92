"""Step 1: rows of a file become shipments in columns; every fault keeps its row and column."""
