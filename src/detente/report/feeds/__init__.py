"""Calendar files and Atom feeds."""
