"""From table and sample to an estimate."""
