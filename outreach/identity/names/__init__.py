"""Names of people: parsing, and likeness across scripts."""
