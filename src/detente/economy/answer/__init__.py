"""Answers as frozen models, and the two calls that give them: ``impact`` and ``bargain``."""
