"""The partner's own pages: what they sent, how far it has come, and the form to send more."""
