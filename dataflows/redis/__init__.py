"""Shared state in Redis: the ledger store, the post log, the lease (docs/reference/redis.md, byte by byte)."""
