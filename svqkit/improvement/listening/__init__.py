"""What customers say: read, screened, sorted, counted over time, and answered."""
