"""Lists of parties in the layouts in which authorities and collectors publish them."""
