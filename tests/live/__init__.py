"""The live pipeline as a user runs it: `enforce run` between a real Kafka and a real Redis."""
