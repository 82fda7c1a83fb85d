"""Programs that print figures. Nothing here passes or fails on time."""
