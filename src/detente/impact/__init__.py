"""A quantitative trade model joined to the dated law."""
