"""The commands of `enforce`, one a file; each checks, runs, prints, and ends with an exit code."""
