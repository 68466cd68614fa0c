"""The domain, pure: what is decided about whom, and why. It does no input or output but reading what it ships."""
