"""The pages of a partner's own people: what they sent and how it stands."""
