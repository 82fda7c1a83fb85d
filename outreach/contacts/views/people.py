"""Pages of people and of pairs who may be one."""
