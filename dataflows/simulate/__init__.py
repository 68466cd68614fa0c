"""Synthetic traffic: made events whose rates are the published ones, the same for the same seed on any machine."""
