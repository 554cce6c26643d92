"""The brief: one page to read and to hand on."""
