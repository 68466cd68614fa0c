"""What is known of one profile, out of a replay's directory, told in the terminal."""
