"""Where state lives: one module per kind of store, all held to the same contract suite."""
