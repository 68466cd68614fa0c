"""What is in Redis, on real servers: records, scripts, sealing, a Cluster."""
