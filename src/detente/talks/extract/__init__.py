"""A document to attributed statements: who speaks, in which words, about what."""
