"""Who was asked to an event, and what they answered, whichever way the answer came."""
