"""Measurement statistics that know nothing of SERVQUAL: item tables or moments in, results out."""
