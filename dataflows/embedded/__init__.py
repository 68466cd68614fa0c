"""A store and a broker that this program brings along: nothing to install, and nothing survives their end."""
