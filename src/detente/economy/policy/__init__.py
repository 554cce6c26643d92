"""What the model is asked: best tariffs, agreements, draws, scenarios from the law, packages, bargains."""
