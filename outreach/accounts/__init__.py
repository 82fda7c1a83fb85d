"""Users, units, roles, sign-in, sessions and API tokens."""
