"""Commands of `flask`, one file per group; a module offers `command` or `commands`."""
