"""Real rows for tests, one module per room; every function opens its own unit of work."""
