"""Tests of the input, the output and the wiring."""
