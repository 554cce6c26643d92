"""From world, model and scenario to a certified result: fixed-point search, continuation, rules, batches."""
