"""Everything the surveys say of a service, gathered for a decision."""
