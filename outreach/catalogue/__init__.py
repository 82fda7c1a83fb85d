"""What a zone decides for itself: industries, stages, tags, settings, exchange rates and working days."""
