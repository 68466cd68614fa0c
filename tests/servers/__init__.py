"""Real servers for tests, on 127.0.0.1, in temporary directories: a Kafka broker, a redis-server, a Redis Cluster."""
