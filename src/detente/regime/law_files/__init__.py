"""The law as written: files read strictly, checked by numbered rules, compiled into one artefact."""
