"""Official texts and own files to a book of goods: fetched, joined, dated, written and compared."""
