"""People, organisations, who they are to each other, how to reach them, and the one import engine."""
