"""What we hand out: brochures, decks and sheets, per language and version, each with the days on which it is valid."""
