"""Where records go: one module per kind of sink."""
