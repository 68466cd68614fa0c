"""All input, output and wiring."""
