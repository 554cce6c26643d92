"""China's whole schedule: tables of rates and of additional duties in, facts of every line out."""
