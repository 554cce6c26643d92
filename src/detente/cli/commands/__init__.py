"""The commands, one file each: what a question's answer looks like in a terminal, and the files it can write."""
