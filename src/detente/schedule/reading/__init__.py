"""Official texts, read: editions, notes of chapter 99, tables that stand beside them."""
