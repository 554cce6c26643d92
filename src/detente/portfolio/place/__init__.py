"""Step 2: each row is assigned to the plan of its class of goods, origin, days and facts."""
