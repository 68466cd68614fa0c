"""`python -m dataflows`: the command `enforce`."""

from dataflows.cli import main

main()
