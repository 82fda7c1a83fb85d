"""Event contacts: one meeting with one person at one event, captured at the booth or from a fair's lead file."""
