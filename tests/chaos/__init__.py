"""Real crashes: a real Kafka, a real Redis, `kill -9` at random moments under load, and a judge (design.md 6)."""
