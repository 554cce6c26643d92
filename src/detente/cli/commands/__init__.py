"""The commands, one file each: an answer in a terminal, and the files it can write."""
