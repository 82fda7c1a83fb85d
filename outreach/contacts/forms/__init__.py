"""Forms of this room: people and organisations, and imported files."""
