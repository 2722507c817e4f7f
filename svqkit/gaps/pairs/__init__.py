"""Perceptions and expectations side by side: paired, described, standardised, by segment."""
