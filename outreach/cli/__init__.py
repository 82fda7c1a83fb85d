"""Commands of `flask`, one file per group; each module offers `command`."""
