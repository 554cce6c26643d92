"""The law at run time: frozen rows of the compiled artefact, each with its days."""
