"""Simulated crashes: the live pipeline's own parts under a seeded scheduler (design.md section 6)."""
