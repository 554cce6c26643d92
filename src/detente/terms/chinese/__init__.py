"""Languages of words: which was asked for, Chinese as people type it, and every sentence in Chinese."""
