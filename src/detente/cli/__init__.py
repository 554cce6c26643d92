"""The detente command, one file a command group."""
