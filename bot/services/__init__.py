"""Use cases over ports: what Paperboy does, apart from how the world is reached."""
