"""What the model is asked: optimal and Nash tariffs, agreements, draws, scenarios from the law, packages, bargaining."""
