"""Reports and readouts become attributed claims."""
