"""Processes: mapped, timed, queued, simulated, and what may go wrong in them."""
