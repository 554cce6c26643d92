"""The US–China trade truce as running code."""
