"""Decisions in order of time: paths, probabilities, what each leaf costs, regret of ways to act."""
