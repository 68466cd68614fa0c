"""Everything we measure; it reads the domain and is never imported by it."""
