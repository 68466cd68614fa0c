"""The live pipeline on a real broker and a real Redis: what a post costs, how soon a violation has its action."""
