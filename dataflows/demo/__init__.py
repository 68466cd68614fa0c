"""Everything at once with nothing installed: simulated traffic, the live pipeline, what comes of it, and one story."""
