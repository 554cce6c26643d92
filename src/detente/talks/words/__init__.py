"""What the steps look up: registry of speakers and topics, word lists, verbs, and the types they pass on."""
