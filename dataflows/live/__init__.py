"""The live pipeline: Kafka in, Redis between, Kafka out; exact under faults (design.md sections 3 to 5)."""
